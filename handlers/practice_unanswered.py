"""Searches that found nothing: kept without names and without who asked, listed for officers and administrators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from config.authority import Authority
from config.files import ThemesFile
from handlers.asked import local_day
from handlers.cards import Card, Reply, Table, Text, say
from handlers.practice_finding import find, own_shape, search_of
from handlers.request import Request
from handlers.understanding.names import fold
from handlers.understanding.ordinary import is_ordinary
from handlers.wording import say_day, say_list
from store.posts import people
from store.practice_searches import keep_unanswered, unanswered
from store.schools import clusters, schools

_LISTED: Final = 30
_LONGEST: Final = 120
_BEFORE_SOMEBODY: Final = frozenset({"for", "at", "with", "by", "from"})
_MATTERS: Final = "practice practices anything something ideas examples example work more know learn"
_BEFORE_A_MATTER: Final = frozenset({"", *_MATTERS.split()})
_JOINING: Final = frozenset({"and", "or", "the", "a", "my", "our"})
_WORD: Final = re.compile(r"[^\s@]*@\S*|[^\W_]+(?:['’-][^\W_]+)*")


def keep(request: Request, session: Session, authority: Authority) -> None:
    """Put on record that this search found nothing, if so; who asked is not kept."""
    search = search_of(request, authority)
    like = own_shape(request, session, authority)
    if search.is_for_anything or search.start or not search.words or (search.like_ours and like is None):
        return
    if not find(session, authority, search, like):
        words = without_names(search.words, session, authority)
        if words:
            keep_unanswered(session, words, search.themes, request.now)


def without_names(words: str, session: Session, authority: Authority) -> str:
    """The words in small letters, at most 120 characters, without whatever may name a person, a school or a place.

    Left out: e-mail addresses and long numbers; names of the record; what is neither an ordinary word nor one of the
    themes' words and is written with a capital, or stands where somebody is named: after 'for', 'at', 'with'.
    """
    named, known = _names(session), _words_of_themes(authority.themes)
    kept = [part.lower() for part in _not_led_to(_WORD.findall(words), known) if not _may_name(part, named, known)]
    text = " ".join(kept)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0]


def _not_led_to(parts: Sequence[str], known: frozenset[str]) -> Iterator[str]:
    """The words but those unknown ones that 'for' or 'at' leads to: 'for aaliyah khan', 'at ardsheal'."""
    led, before = False, ""
    for part in parts:
        plain = fold(part)
        unknown = plain not in known and not is_ordinary(plain)
        leads = plain in _BEFORE_SOMEBODY or (plain == "about" and before not in _BEFORE_A_MATTER)
        led = leads or (led and (unknown or plain in _JOINING))
        if not (led and unknown and not leads):
            yield part
        before = plain


def _may_name(part: str, named: frozenset[str], known: frozenset[str]) -> bool:
    plain = fold(re.sub(r"['’]s$", "", part))
    if "@" in part or sum(letter.isdigit() for letter in part) > 3:
        return True
    if plain in known:
        return False
    capital = part[0].isupper()
    return (capital or plain in named) if not is_ordinary(plain) else (capital and plain in named)


def _names(session: Session) -> frozenset[str]:
    found = [session.execute(select(column)).scalars() for column in (people.c.name, schools.c.name, clusters.c.name)]
    return frozenset(fold(part) for names in found for name in names for part in _WORD.findall(name))


@lru_cache(maxsize=4)
def _words_of_themes(themes: ThemesFile) -> frozenset[str]:
    phrases = (phrase for theme in themes.themes for phrase in (theme.label, *theme.words))
    return frozenset(fold(part) for phrase in phrases for part in _WORD.findall(phrase))


def unanswered_searches(request: Request, session: Session, authority: Authority) -> Reply:
    """What people looked for and did not find, the most frequent first."""
    found = unanswered(session, _LISTED)
    if not found:
        return say("Every search for practice so far has found something.")
    labels = {theme.key: theme.label for theme in authority.themes.themes}
    today = local_day(request, authority)
    rows = tuple(
        (
            one.words,
            say_list([labels.get(key, key) for key in one.themes.split(";") if key]) or "none",
            str(one.count),
            say_day(one.at.astimezone(authority.timezone).date(), today),
        )
        for one in found
    )
    hint = "Words that mean a theme and are not known as such can be added to themes.toml."
    table = Table(("Looked for", "Understood as", "Times", "Last"), rows, "Searches for practice that found nothing")
    return Card(title="Searches that found nothing", body=(table, Text(hint, quiet=True)))
