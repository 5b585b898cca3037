"""Finding practice: a person's words as themes, indicators and stages, and the entries of the directory that fit.

Both indexes are kept from one question to the next, and made again when the files or the record have changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.files import ThemesFile
from framework.numbers import number_in
from framework.practice import Entry, Found, PracticeIndex, SchoolShape, Theme, ThemeIndex, qi_in
from framework.practice_words import words_of
from handlers.request import Request
from handlers.understanding.names import KINDS
from handlers.understanding.names import words_of as name_words
from store.evidence import latest_shares
from store.practice import PracticeView, practice_revision, public_practices
from store.schools import SchoolView, names_revision, school_by_id

_MOST_THEMES: Final = 3
_NEARLY: Final = 0.5
# An entry that fits far worse than the best one is no answer beside it.
_FAR_WORSE: Final = 0.2
_LONGEST: Final = 300
_LIKE_OURS: Final = re.compile(
    r"\b(?:(?:like|similar to|same (?:size|sort|kind|type) (?:as|of))\s+"
    r"(?:ours|us|our (?:own )?school|mine|my (?:own )?school)"
    r"|(?:our|my|same) size|schools? like (?:ours|mine|us))\b",
    re.IGNORECASE,
)
# Before a school's name these say that it wants practice, not that it has some.
_FOR_IT: Final = frozenset({"for", "help", "helps", "suit", "suits"})
# What is said of any practice, and so of none in particular.
_OF_ANY: Final = re.compile(
    r"\b(?:strong|good|best|effective|excellent|great|sector.leading|practices?|practise|examples?|case stud(?:y|ies)|"
    r"schools?|primar(?:y|ies)|secondar(?:y|ies)|nurser(?:y|ies)|directory|shared?|sharing|lately|recent(?:ly)?|new|"
    r"latest|around|there|other|elsewhere|doing|well|really|anyone|anybody|authority|cluster)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Search:
    """What is looked for. `themes` are keys, the likeliest first; `start` the first entry to show, from 0."""

    words: str
    themes: tuple[str, ...]
    qi: str = ""
    stage: str = ""
    sector: str = ""
    like_ours: bool = False
    start: int = 0
    # The school whose practice is looked for, where the words name one.
    school: SchoolView | None = None

    @property
    def is_for_anything(self) -> bool:
        return not (self.words or self.themes or self.qi or self.stage or self.like_ours or self.school is not None)

    def values(self, start: int) -> dict[str, str]:
        """The same search from `start` on, as a button's values."""
        held = {
            "about": self.words,
            "theme": ";".join(self.themes),
            "qi": self.qi,
            "stage": self.stage,
            "sector": self.sector,
            "like": "ours" if self.like_ours else "",
            "seed_code": self.school.seed_code if self.school is not None else "",
            "start": str(start) if start else "",
        }
        return {name: value for name, value in held.items() if value}


@dataclass(frozen=True)
class Hit:
    """An entry that fits, and why in words."""

    practice: PracticeView
    because: tuple[str, ...]


def search_of(request: Request, authority: Authority) -> Search:
    """What the words, or a button's values, ask for."""
    values = request.values
    typed = request.words or values.get("about", "")
    # 'Something on reading for Drumskail' looks for what would help there, not for what was done there.
    school = None if request.school is None or _is_for(request.school, typed) else request.school
    words = _telling(_without(school, typed))
    given = tuple(key for key in values.get("theme", "").split(";") if key)
    # A button names its themes; of a sentence the index knows better than the first phrase that was recognised.
    themes = given if not request.by_words else (themes_of(words, authority) or given)
    return Search(
        words=words,
        themes=themes,
        qi=values.get("qi", "") or "; ".join(qi_in(typed)),
        stage=values.get("stage", ""),
        sector=values.get("sector", ""),
        like_ours=bool(values.get("like") or _LIKE_OURS.search(typed)),
        start=number_in(values.get("start", "")),
        school=school,
    )


def _is_for(school: SchoolView, typed: str) -> bool:
    words = [word.text for word in name_words(typed)]
    first = next((at for at, word in enumerate(words) if word not in KINDS and _is_of_name(word, school)), 0)
    return words[max(first - 1, 0)] in _FOR_IT if words else False


def _is_of_name(word: str, school: SchoolView) -> bool:
    named = KINDS | {one.text for one in name_words(school.name)}
    return word in named or word.removesuffix("s") in named


def _without(school: SchoolView | None, typed: str) -> str:
    """The words without those of a school's name: they look for its practice, not for practice on them."""
    if school is None:
        return typed
    for word in reversed([word for word in name_words(typed) if _is_of_name(word.text, school)]):
        typed = f"{typed[: word.start]} {typed[word.end :]}"
    return typed


def _telling(typed: str) -> str:
    words = " ".join(_OF_ANY.sub(" ", _LIKE_OURS.sub(" ", typed[:_LONGEST])).split())
    return words if words_of(words) else ""


def themes_of(words: str, authority: Authority) -> tuple[str, ...]:
    """The themes that the words most likely mean, at most three."""
    found = theme_index(authority.themes).themes_in(words)
    return tuple(match.key for match in found[:_MOST_THEMES] if match.score >= _NEARLY * found[0].score)


@lru_cache(maxsize=4)
def theme_index(themes: ThemesFile) -> ThemeIndex:
    return ThemeIndex(_themes(themes))


def _themes(themes: ThemesFile) -> list[Theme]:
    return [Theme(theme.key, theme.label, theme.words) for theme in themes.themes]


@dataclass(frozen=True)
class Directory:
    """What everybody may find, indexed as of one revision of the record."""

    entries: dict[int, PracticeView]
    index: PracticeIndex


_kept: dict[tuple[str, str, str], Directory] = {}
_KEPT_AT_MOST: Final = 4


def directory(session: Session, authority: Authority) -> Directory:
    """The directory as it stands; read anew when an entry, a school or a theme has changed."""
    labels = str(hash(authority.themes))
    key = (practice_revision(session), names_revision(session), labels)
    if key not in _kept:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[key] = _read(session, authority)
    return _kept[key]


def _read(session: Session, authority: Authority) -> Directory:
    entries = {practice.id: practice for practice in public_practices(session)}
    deprived = latest_shares(session, authority.framework.matrix.deprivation_measure)
    indexed = [_entry(practice, deprived.get(practice.school_id)) for practice in entries.values()]
    return Directory(entries, PracticeIndex(indexed, _themes(authority.themes)))


def _entry(practice: PracticeView, deprived: float | None) -> Entry:
    return Entry(
        id=practice.id,
        title=practice.title,
        summary=f"{practice.summary} {practice.what_changed}".strip(),
        themes=practice.themes,
        qi=practice.qi,
        stage=practice.stage,
        sector=practice.sector,
        shape=SchoolShape(practice.roll, deprived, practice.urban_rural),
    )


def own_shape(request: Request, session: Session, authority: Authority) -> SchoolShape | None:
    """What the asker's own school is like; None for those who lead no school or several."""
    own = sorted(request.standing.heads)
    school = school_by_id(session, own[0]) if len(own) == 1 else None
    if school is None:
        return None
    deprived = latest_shares(session, authority.framework.matrix.deprivation_measure, [school.id])
    return SchoolShape(school.roll, deprived.get(school.id), school.urban_rural)


def find(session: Session, authority: Authority, search: Search, like: SchoolShape | None) -> list[Hit]:
    """The entries that fit, best first; for nothing in particular all of them, the newest first."""
    held = directory(session, authority)
    if search.is_for_anything:
        newest = sorted(held.entries.values(), key=lambda one: (one.checked_on or one.changed_at.date(), one.id))
        return [Hit(practice, ()) for practice in reversed(newest) if _of_sector(practice, search.sector)]
    if search.school is None:
        return _ranked(held, search, like)
    shared = [Hit(one, ()) for one in held.entries.values() if one.school_id == search.school.id]
    if search.themes or search.qi or search.stage or search.like_ours:
        # What the school that was named has shared comes first; what others did on the same stays below it.
        named = search.school.id
        return sorted(_ranked(held, search, like), key=lambda hit: hit.practice.school_id != named)
    # Words without a theme look for one of its entries; a nickname that is left of its name hides none of them.
    fitting = [hit for hit in _ranked(held, search, like) if hit.practice.school_id == search.school.id]
    return (fitting if search.words else []) or shared


def _ranked(held: Directory, search: Search, like: SchoolShape | None) -> list[Hit]:
    found = _found(held.index, search, like)
    if search.like_ours and like is not None:
        plain = {one.entry_id: one.score for one in _found(held.index, search, None)}
        # What the likeness adds to an entry's score says that its school is like the asker's.
        found = [one for one in found if one.score > plain.get(one.entry_id, 0.0)]
    return [Hit(held.entries[one.entry_id], one.because) for one in found]


def _found(index: PracticeIndex, search: Search, like: SchoolShape | None) -> Sequence[Found]:
    found = index.search(search.words, search.themes, search.qi, search.stage, search.sector, like)
    return [one for one in found if one.score >= _FAR_WORSE * found[0].score]


def _of_sector(practice: PracticeView, sector: str) -> bool:
    return not sector or sector == practice.sector


def themes_with_entries(session: Session, authority: Authority, words: str, most: int) -> list[str]:
    """The themes (keys) nearest to the words under which there is something, else those with the most entries."""
    held = directory(session, authority)
    counts: dict[str, int] = {}
    for practice in held.entries.values():
        for key in practice.themes:
            counts[key] = counts.get(key, 0) + 1
    near = [match.key for match in theme_index(authority.themes).themes_in(words) if match.key in counts]
    return (near or sorted(counts, key=lambda key: (-counts[key], key)))[:most]
