"""Words and school names brought to one spelling, so that the same school written two ways looks the same.

What differs between two official lists of the same schools (St, St., Saint; PS, Primary, Primary School; RC, R.C.,
Roman Catholic; accents, apostrophes and `&apos;`; Bun-sgoil; '(Lanark)' and ', Lanark') is taken away here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

_APOSTROPHE: Final = r"(?:['’‘`´ʼ]|&(?:apos|rsquo|lsquo|#0*39|#8217|#x27);)"
_LETTER: Final = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD: Final = re.compile(rf"(?:[^\W\d_]\.){{2,}}[^\W\d_]?(?!\w)|{_LETTER}+(?:{_APOSTROPHE}{_LETTER}+)*|&", re.I)
_ENTITY: Final = re.compile(r"&(?:amp|nbsp|quot|lt|gt|#\d+);", re.IGNORECASE)
_ENTITY_APOSTROPHE: Final = re.compile(_APOSTROPHE, re.IGNORECASE)

_CONTRACTED: Final = re.compile(r"(?<=\w)['’‘`´ʼ](?:ll|ve|re|d)$", re.IGNORECASE)

# Words that say what sort of school it is. They can tell two schools apart and never name one alone.
LEVELS: Final[dict[str, str]] = {
    "primary": "primary", "infant": "primary", "junior": "primary",
    "secondary": "secondary", "high": "secondary", "academy": "secondary", "grammar": "secondary",
    "nursery": "early_years",
    "special": "special",
}  # fmt: skip
_OTHER_KINDS: Final = "school schools gaelic rc episcopal college campus community class unit centre elc"
_LIGHT: Final = "of the and a an na nan nam our in at by for with to le de la"
KINDS: Final = frozenset(LEVELS) | frozenset(_OTHER_KINDS.split())
LIGHT: Final = frozenset(_LIGHT.split())
SAINT: Final = "st"

_SINGLE: Final[dict[str, str]] = {
    "saint": "st", "ps": "primary", "prim": "primary", "pri": "primary", "hs": "high", "acad": "academy",
    "acc": "academy", "sec": "secondary", "gs": "grammar", "sch": "school", "schl": "school", "nurs": "nursery",
    "elcc": "nursery", "schs": "schools",
    "elc": "nursery", "catholic": "rc", "bunsgoil": "primary", "ardsgoil": "high", "sgoil": "school",
    "ghaidhlig": "gaelic", "gaidhlig": "gaelic", "asn": "special", "rd": "road", "mt": "mount", "ave": "avenue",
    "center": "centre", "eyc": "centre", "o": "of",
}  # fmt: skip
_PAIRS: Final[dict[tuple[str, str], str]] = {
    ("r", "c"): "rc", ("roman", "catholic"): "rc", ("p", "s"): "primary", ("h", "s"): "high",
    ("bun", "sgoil"): "primary", ("ard", "sgoil"): "high",
}  # fmt: skip
_FIRST_OF_PAIR: Final = frozenset(first for first, _ in _PAIRS)
_SECTOR_LEVELS: Final[dict[str, frozenset[str]]] = {
    "early_years": frozenset({"early_years"}),
    "primary": frozenset({"primary"}),
    "secondary": frozenset({"secondary"}),
    "all_through": frozenset({"early_years", "primary", "secondary"}),
    "special": frozenset({"special", "primary", "secondary", "early_years"}),
}


class Word(NamedTuple):
    """One word in its plain spelling, and where it stands in what was typed.

    `capital`: typed with a capital. `possessive`: typed with 's at its end.
    """

    text: str
    start: int
    end: int
    capital: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write one school's name.

    `required` are the words that name it, in order; `optional` say where it is (a bracket, what follows a dash or
    comma, the town): they help when typed and are not missed when left out. `kinds` are its words from KINDS.
    """

    school: int
    required: tuple[str, ...]
    optional: frozenset[str]
    kinds: frozenset[str]
    saint: bool
    text: str


def fold(text: str) -> str:
    """One word in lower case without accents, apostrophes or stops ('Mary&apos;s' gives 'marys'); may be empty."""
    if text.isascii() and text.isalnum():
        return text.lower()
    bare = unicodedata.normalize("NFKD", _ENTITY_APOSTROPHE.sub("", text))
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def stem(word: str) -> str:
    """The word without its final s, so that Mary, Marys and Mary's (and James, James's) meet."""
    return word.rstrip("s") if len(word) > 3 else word


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, abbreviations written out (PS is 'primary', Saint is 'st', R.C. is 'rc')."""
    return _kept_words(text) if len(text) <= _KEPT_UP_TO else _words_of(text)


def _words_of(text: str) -> tuple[Word, ...]:
    return tuple(_paired([word for word in _plain_words(text) if word.text]))


# A name is looked at from several sides while an index is made, a sentence while it is understood.
_KEPT_UP_TO: Final = 200
_kept_words = lru_cache(maxsize=4096)(_words_of)


def _plain_words(text: str) -> Iterator[Word]:
    readable = _ENTITY.sub(_blank, text)
    for found in _WORD.finditer(readable):
        typed = found.group()
        if typed.isascii() and typed.isalnum():
            # Nearly every word is plain.
            folded = typed.lower()
            yield Word(_SINGLE.get(folded) or folded, found.start(), found.end(), typed[0].isupper())
            continue
        typed = _CONTRACTED.sub("", typed)
        folded = "and" if typed == "&" else fold(typed)
        # 'Lochalder Acad's plan': the short form of a type word may carry an s.
        possessive = typed.endswith(("'s", "’s"))
        short = _SINGLE.get(folded) or (_SINGLE.get(folded[:-1]) if possessive else None)
        yield Word(short or folded, found.start(), found.end(), typed[0].isupper(), possessive)


def _blank(entity: re.Match[str]) -> str:
    # An entity for an apostrophe belongs to its word; any other becomes space of the same length, to keep positions.
    if _ENTITY_APOSTROPHE.fullmatch(entity.group()):
        return entity.group()
    return ("&" if entity.group().lower() == "&amp;" else " ").ljust(len(entity.group()))


def _paired(words: list[Word]) -> Iterator[Word]:
    at = 0
    while at < len(words):
        word, follower = words[at], words[at + 1] if at + 1 < len(words) else None
        joined = _PAIRS.get((word.text, _unabbreviated(follower))) if follower and word.text in _FIRST_OF_PAIR else None
        if joined and follower:
            yield Word(joined, word.start, follower.end, word.capital)
        elif word.text not in ("bun", "ard") or joined is None:
            yield word
        at += 2 if joined else 1


def _unabbreviated(word: Word) -> str:
    # 'sgoil' and 'catholic' were written out already, as 'school' and 'rc', when the pair is looked at.
    return {"school": "sgoil", "rc": "catholic"}.get(word.text, word.text)


def levels_of(sector: str) -> frozenset[str]:
    """The levels that a school of this sector teaches, for judging a typed 'primary' or 'high'."""
    return _SECTOR_LEVELS.get(sector, frozenset())


def forms_of(school: int, names: tuple[str, ...], town: str = "") -> list[Form]:
    """Every form of one school's names and aliases; `school` is the caller's own number for it."""
    places = frozenset(word.text for word in words_of(town)) - LIGHT - KINDS
    return [form for name in names for form in _forms_of_name(school, name, places)]


_ASIDE: Final = re.compile(r"\(([^)]*)\)?|\s[-–—]\s(.*)|,(.*)")


def _forms_of_name(school: int, name: str, places: frozenset[str]) -> Iterator[Form]:
    main = _ASIDE.sub(" ", name)
    asides = [next(part for part in found if part) for found in _ASIDE.findall(name) if any(found)]
    placed = frozenset(word.text for aside in asides for word in words_of(aside)) - LIGHT
    whole = _form(school, main, places | (placed - KINDS), placed & KINDS)
    if whole is None:
        whole = _form(school, name, places, frozenset())
    if whole is not None:
        yield whole
    for aside in asides:
        other = _form(school, aside, places, frozenset())
        # A bracket that is a whole school's name ('(Parkside Primary)') is a second name, not a place.
        if other is not None and other.kinds and not KINDS.issuperset(other.required):
            yield other


# 'Braelin Primary School and Early Years Centre': what else is in the building names nobody.
_BUILDING: Final = frozenset({"early", "years", "learning", "childcare", "campus", "joint", "shared"})


def _after_a_level(words: list[str], at: int) -> bool:
    return any(word in LEVELS and word != "nursery" for word in words[:at])


def _form(school: int, text: str, optional: frozenset[str], more_kinds: frozenset[str]) -> Form | None:
    words = [word.text for word in words_of(text)]
    kinds = frozenset(word for word in words if word in KINDS)
    named = [at for at, word in enumerate(words) if not (word in _BUILDING and _after_a_level(words, at))]
    required = tuple(words[at] for at in named if words[at] not in KINDS | LIGHT | {SAINT})
    if not required:
        # A name made of such words alone ('The High School') is named by all of them together.
        required = tuple(word for word in words if word not in LIGHT)
    if not required:
        return None
    places = (optional | (frozenset(words) & _BUILDING)) - frozenset(required)
    return Form(school, required, places, kinds | more_kinds, SAINT in words, " ".join(words))
