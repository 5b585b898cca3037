"""`cairn run`: the page, the ticks and the platforms of one process, until it is stopped."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Callable
from typing import Final

from bot.app import Cairn, make_delivery, open_cairn
from bot.cli.problems import Refused
from bot.cli.record import has_schools
from bot.logs import set_up_logs
from bot.senders import Senders
from bot.ticks import SECONDS
from bot.web.serve import end_of_page, page_server, start_of_page
from config.settings import Settings, load_settings
from store.demo_record import make_demo

ANSWERERS: Final = 3
ANSWERS_AT_ONCE: Final = 5


def run(given: argparse.Namespace) -> int:
    """Serve until interrupted."""
    settings = load_settings(given.data)
    set_up_logs(settings.log_level)
    _can_be_heard(settings)
    port = given.port if given.port is not None else settings.http_port
    listener = _listener(settings.http_host, port, is_fixed=given.port is not None)
    cairn = open_cairn(settings)
    if not settings.has_chat_tokens and not has_schools(cairn):
        cairn = _over_the_demo(cairn, settings)
    try:
        return _serve(cairn, listener)
    finally:
        cairn.close()


def _can_be_heard(settings: Settings) -> None:
    """Raises Refused for a bot token alone: Cairn could write to Slack and hear nothing from it."""
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        raise Refused(
            "CAIRN_SLACK_BOT_TOKEN is set, but neither CAIRN_SLACK_APP_TOKEN (Socket Mode) nor "
            "CAIRN_SLACK_SIGNING_SECRET (HTTP). Set one of the two; docs/slack.md says where to find it."
        )


def _over_the_demo(cairn: Cairn, settings: Settings) -> Cairn:
    print(
        "There is no record yet, so this is the demo: a fictional authority, its dates laid around today.", flush=True
    )
    today = cairn.now().astimezone(cairn.authority.timezone).date()
    make_demo(cairn.database, settings.data_dir, today)
    cairn.close()
    return open_cairn(settings)


def _serve(cairn: Cairn, listener: socket.socket) -> int:
    page = start_of_page(cairn, listener.getsockname()[1])
    print(f"Cairn runs for {cairn.authority.name}. Open {page.link}", flush=True)
    senders = Senders(_answering(cairn))
    # Whoever else is to be told of an answer; without one the ticks see to it.
    senders.add(page.deliver, SECONDS)
    entrances = [cairn.slack.listen(senders.wake)] if cairn.slack is not None else []
    for entrance in entrances:
        senders.add(entrance.refresh)
    for entrance in entrances:
        print(entrance.said, flush=True)
    print("Stop it with Ctrl+C.", flush=True)
    if entrances:
        senders.start()
    try:
        page_server(page, entrances).run(sockets=[listener])
    finally:
        senders.stop()
        end_of_page(page)
    return 0


def _answering(cairn: Cairn) -> list[Callable[[], object]]:
    """Several who send answers at once, since each post to a platform takes its time."""

    def sending() -> Callable[[], object]:
        delivery = make_delivery(cairn, batch=ANSWERS_AT_ONCE)
        return lambda: delivery.round(cairn.now(), answers_only=True)

    return [sending() for _ in range(ANSWERERS)]


def _listener(host: str, port: int, *, is_fixed: bool) -> socket.socket:
    """A listening socket; where the usual port is taken, one that is free. Raises Refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port,) if is_fixed else (port, 0):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, wanted))
            # From here on a browser that follows the printed link waits for the server instead of being turned away.
            listener.listen()
        except OSError as error:
            listener.close()
            reason = error.strerror
            continue
        return listener
    raise Refused(f"Cairn cannot listen on {host}, port {port}: {reason}. Choose another with --port.")
