"""What people write, understood: names beside rapidfuzz, sentences and awkward texts beside the time they may take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import names
from bench.record import NOW, Record, authority, make_record, school_names
from bench.rounds import Times, interleaved, timed
from bench.table import Compared
from handlers.understanding.record import build_vocabulary
from handlers.understanding.schools import NamedSchool, SchoolIndex
from handlers.understanding.understand import understand
from handlers.understanding.vocabulary import Vocabulary
from store.database import Database

SIZES: Final = (60, 2_450)
# The most schools that one of Scotland's authorities has.
ONE_AUTHORITY: Final = 198
ROUNDS: Final = 300
# Seconds that each may take (performance goals, ours).
_MOST_OF_A_SENTENCE: Final = 0.002
_MOST_OF_ANY_TEXT: Final = 0.05
_MOST_OF_AN_INDEX: Final = 0.2
_SENTENCES: Final = (
    "what tier is {} on?",
    "move the visit to {} from the 26th to the 10th Dec same time",
    "any schools like ours that have cracked writing in first level",
    "whens my next vist at {}",
    "cancel {} tomorrow, the boiler has burst",
    "how many visits has {} had since August and who is their link officer?",
    "gonnae tell us hoo oor plan's daein, and when's the review",
)
_AWKWARD: Final = (
    "what visit tier plan and when " * 334,
    "😀🙏" * 5_000,
    "שלום עולם " * 1_000,
    "\x00\x07\u202e " * 2_500,
    "(" * 10_000,
    "St Mary's and " * 715,
    "1.1 12/12 " * 1_000,
)
_STRIDE: Final = 7


def measure(folder: Path) -> list[Compared]:
    """A line for the names of each size, for sentences of each size, for any text at all and for the index."""
    sized = [row for size in SIZES for row in _of_size(make_record(folder, size))]
    return [*names.measure(folder), *sized, _index()]


def _of_size(record: Record) -> list[Compared]:
    vocabulary, what = _vocabulary(record), f"{record.schools:,} schools"
    known = school_names(record.schools)

    def sentence(at: int) -> str:
        return _SENTENCES[at % len(_SENTENCES)].format(known[at * _STRIDE % record.schools])

    return [
        _within(f"a whole sentence, {what}", _understanding(vocabulary, sentence), ROUNDS, _MOST_OF_A_SENTENCE),
        _within(
            f"any 10,000 characters, {what}",
            _understanding(vocabulary, lambda at: _AWKWARD[at % len(_AWKWARD)]),
            len(_AWKWARD) * 10,
            _MOST_OF_ANY_TEXT,
        ),
    ]


def _index() -> Compared:
    schools = [NamedSchool(at, name, (), "", "") for at, name in enumerate(school_names(ONE_AUTHORITY))]
    return _within(f"the index of {ONE_AUTHORITY} names", lambda _: SchoolIndex(schools), 20, _MOST_OF_AN_INDEX)


def _within(what: str, work: Callable[[int], object], rounds: int, most: float) -> Compared:
    """Work beside the time that it may take."""
    taken = interleaved({"cairn": timed(work)}, rounds, warm_up=10)["cairn"]
    return Compared(what, taken, Times((most,) * 2), "allowed", at_most=1.0, tail=True)


def _vocabulary(record: Record) -> Vocabulary:
    database = Database(record.url)
    with database.read() as session:
        vocabulary = build_vocabulary(session, authority(), NOW.date())
    database.close()
    return vocabulary


def _understanding(vocabulary: Vocabulary, sentence: Callable[[int], str]) -> Callable[[int], object]:
    day = NOW.date()
    return lambda at: understand(sentence(at), vocabulary, day)
