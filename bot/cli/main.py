"""`cairn`: the command line. It loads argparse and nothing more until a command is known."""

from __future__ import annotations

import argparse
import atexit
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

# Command -> the function that carries it out; imported when it is called.
COMMANDS = {
    "run": "running:run",
    "demo": "record:demo",
    "check": "checking:check",
    "import": "record:import_file",
    "ask": "asking:ask",
    "do": "asking:do",
    "file": "asking:file",
    "calendar": "calendars:calendar",
    "tick": "ticking:tick",
    "deliveries": "ticking:deliveries",
    "rehearse": "rehearsing:rehearse",
    "link": "record:link",
    "backup": "record:backup",
    "restore": "record:restore",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command: 0 done, 1 refused or failed with one clear line on stderr, 2 wrong usage."""
    given = make_parser().parse_args(arguments)
    if given.command != "run":
        # A short command ends before its garbage matters; collecting it is a tenth of its time.
        gc.disable()
        atexit.register(gc.freeze)
    module, _, function = COMMANDS[given.command].partition(":")
    try:
        code: int = getattr(import_module(f"bot.cli.{module}"), function)(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (as `| head` does): not a failure to speak of.
        sys.stderr.close()
        return FAILED
    except Exception as error:
        from bot.cli.problems import clear_words

        words = clear_words(error)
        if words is None:
            raise
        print(words, file=sys.stderr)
        return FAILED
    return code


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="cairn", description="The chat assistant of a local authority's school-improvement network."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parts = (
        _run,
        _demo,
        _check,
        _import,
        _ask,
        _do,
        _file,
        _calendar,
        _tick,
        _deliveries,
        _rehearse,
        _link,
        _backup,
        _restore,
    )
    for add in parts:
        add(commands)
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001 (argparse gives this type no public name)


def _command(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of the record (default: cairn-data)")
    return parser


def _run(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(
        commands, "run", "start Cairn; without chat tokens: the local page, over the demo if there is no record"
    )
    parser.add_argument("--port", type=int, help="the page's port (default: 8765, or a free one)")


def _demo(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "demo", "make the record of a fictional authority, its dates laid around today")
    parser.add_argument("--seed", type=int, default=2026, help="the same seed and day make the same authority")
    parser.add_argument("--today", metavar="DATE", help="the day it is laid around (ISO; default: today)")
    parser.add_argument("--fresh", action="store_true", help="throw an earlier demo away first")


def _check(commands: Commands) -> None:  # type: ignore[type-arg]
    _command(commands, "check", "look at configuration, accounts and connections, and say what to mend")


def _import(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "import", "take a CSV file into the record: all its rows, or none")
    kinds = "schools, people, posts, tiers, visits, plans, goals, mentors, practice, or diary (an .ics file, with --as)"
    parser.add_argument("kind", metavar="KIND", help=kinds)
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="of diary: whose it is")
    parser.add_argument("--dry-run", action="store_true", help="check everything, and change nothing")


def _who(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument(
        "--as", dest="email", metavar="EMAIL", required=required, help="on whose behalf; kept in the audit"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--now", metavar="ISO", help="answer as of this moment (default: now)")


def _ask(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "ask", "ask Cairn in words")
    _who(parser, required=False)
    parser.add_argument("--in", dest="channel", metavar="CHANNEL", default="", help="as if asked in this channel")
    parser.add_argument("--previous", metavar="WORDS", default="", help="the sentence before in the conversation")
    parser.add_argument("--batch", type=Path, metavar="FILE", help="JSON lines: as, in, now, text, previous")
    parser.add_argument("--explain", action="store_true", help="say why it was understood so")
    parser.add_argument("words", nargs="*", metavar="WORDS")


def _do(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "do", "carry out an action, as its button or form would")
    _who(parser)
    parser.add_argument("action", metavar="ACTION")
    parser.add_argument("values", nargs="*", metavar="key=value")


def _file(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "file", "make a file that a card offers, such as a CSV, and save it")
    parser.add_argument("--as", dest="email", metavar="EMAIL", required=True, help="on whose behalf; kept in the audit")
    parser.add_argument("--now", metavar="ISO", help="as of this moment (default: now)")
    parser.add_argument("--to", metavar="PATH", type=Path, help="where to save it (default: its own name, here)")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("values", nargs="*", metavar="key=value")


def _calendar(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "calendar", "print somebody's visits as an iCalendar file")
    parser.add_argument("--as", dest="email", metavar="EMAIL", required=True, help="whose; kept in the audit")
    parser.add_argument("--cluster", metavar="NAME", default="", help="the visits of a cluster that they may know of")
    parser.add_argument("--now", metavar="ISO", help="as of this moment (default: now)")


def _tick(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "tick", "one round of duties and deliveries")
    parser.add_argument("--now", metavar="ISO", help="as of this moment; over the demo it moves the shared clock")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--dry-run", action="store_true", help="show what would go out, and send nothing")


def _deliveries(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(
        commands, "deliveries", "what waits and what could not be delivered; go on after a pause; try again"
    )
    parser.add_argument("what", choices=("list", "resume", "retry"))
    parser.add_argument("message", nargs="?", metavar="ID", help="of retry: one message (default: all that failed)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _rehearse(commands: Commands) -> None:  # type: ignore[type-arg]
    about = "school weeks of a demo of its own in fast motion: people played, everything sent printed, promises checked"
    parser: argparse.ArgumentParser = commands.add_parser("rehearse", help=about, description=about)
    parser.add_argument("--weeks", type=int, default=8, help="how many weeks of five school days (default: 8)")
    parser.add_argument("--today", metavar="DATE", help="the day it begins (ISO; default: today)")
    parser.add_argument("--seed", type=int, default=2026, help="the same seed and day play the same weeks")
    parser.add_argument("--quiet", action="store_true", help="print the report without the log")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")


def _link(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "link", "print a link that opens one person's own page, once")
    parser.add_argument("--as", dest="email", metavar="EMAIL", required=True, help="whose page it opens")


def _backup(commands: Commands) -> None:  # type: ignore[type-arg]
    _command(commands, "backup", "write a whole copy of the record").add_argument("file", metavar="FILE", type=Path)


def _restore(commands: Commands) -> None:  # type: ignore[type-arg]
    parser = _command(commands, "restore", "put a backup in the record's place; sending stays paused until resumed")
    parser.add_argument("file", metavar="FILE", type=Path)


if __name__ == "__main__":
    sys.exit(main())
