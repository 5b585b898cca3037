"""What people type about their school, reduced to what can be compared: plain words, quality indicators, stages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

STAGES: Final = ("nursery", *(f"P{year}" for year in range(1, 8)), *(f"S{year}" for year in range(1, 7)))

_WORD: Final = re.compile(r"\d+(?:[./+]\d+)+|[^\W_]+")
_STOP_WORDS: Final = """
a an the of to in on at for and or but if is are was were be been being am it its this that these those them they
their there we our ours us i me my mine you your he she his her him who whos whom what whats which how hows do does
did done doing have has had having any some anyone anybody someone somebody something anything one ones ive im weve
youve theyve theyre youre were so just really very too than then with from by as about into can could would should
will may might let lets get gets getting got go goes going gonnae gonna wi tae fae oor wur wee ye yer yous aye ma
ken och please pls thanks thank hi hello folk folks people others else other like lot lots also only even still
ever yet again bit much many more good great brilliant cracking anywhere elsewhere somewhere idea ideas example
examples practice advice tips tip try tried trying look looking find show tell know need needs want wants wanting
where when why strong best share s t d ll re ve m
"""
_STOP: Final = frozenset(_STOP_WORDS.split())
_SAME: Final = {
    "child": "weans wean wains bairn bairns kid kids kiddies children childrens childs pupil pupils learner learners",
    "parent": "mum mums mam mams maw maws dad dads da parents carer carers",
    "not": "no nae naw none nobody naebody never nothing without cannot cant cannae dont dinnae doesnt disnae didnt "
    "didnae wont willnae isnt isnae arent arenae wasnt wasnae havent havenae hasnt hasnae wouldnt couldnt couldnae "
    "shouldnt",
    "out": "oot",
    "off": "aff",
    "down": "doon",
    "home": "hame hoose house",
    "head": "heid heidie",
    "girl": "lassie lassies quine quines",
    "boy": "laddie laddies loon loons lad lads",
    "scared": "feart frightened terrified scary",
    "cry": "greetin greeting",
    "primary": "prim",
    "teacher": "staff",
    "wood": "woodland",
    "number": "nummers",
    "talk": "blether blethering speak speaking spoken",
    "angry": "raging",
}
_MEANS: Final = {typed: plain for plain, words in _SAME.items() for typed in words.split()}
_ENDINGS_OF_WORDS: Final = "ively ivity ings ions ment ments ness ship ships edly ing ion ive ers ies er ed es ly s y e"
_ENDINGS: Final = tuple(sorted(_ENDINGS_OF_WORDS.split(), key=len, reverse=True))
_NUMBERS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7"}
# 'not about x' and its like say what is not wanted; 'not reading' is what a person who wants reading complains of.
_UNWANTED: Final = re.compile(
    r"\b(?:not about|nothing about|anything but|other than|apart from|except(?: for)?|besides)\b[^,.;:?!]*?"
    r"(?=[,.;:?!]|\bbut\b|$)",
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """The telling words of a text, stemmed, in order; Scots and school words of one meaning become one word.

    What follows 'apart from', 'not about' and the like is left out, unless nothing else was said.
    """
    wanted = _UNWANTED.sub(" ", text)
    return _plain_words(wanted) or _plain_words(text)


def _plain_words(text: str) -> list[str]:
    return [stem(_MEANS.get(word, word)) for word in _typed_words(text) if word not in _STOP]


def _typed_words(text: str) -> list[str]:
    split = unicodedata.normalize("NFKD", text.replace("&", " and ").casefold())
    unaccented = "".join(letter for letter in split if not unicodedata.combining(letter))
    return _WORD.findall(re.sub(r"['’‘`´ʼ]", "", unaccented))


def stem(word: str) -> str:
    """The word without its usual English endings: 'readers' and 'reading' meet in 'read'. Only good for comparing."""
    for _ in range(2):
        ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
        if not ending or word.endswith("ss"):
            break
        word = word[: -len(ending)]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def shortened(word: str) -> set[str]:
    """The word and, from five letters, the word with each letter left out in turn."""
    letters = range(len(word)) if 5 <= len(word) <= 30 else ()
    return {word} | {word[:at] + word[at + 1 :] for at in letters}


def one_slip_apart(typed: str, word: str) -> bool:
    """Whether one letter too many or too few, two neighbours swapped or, from seven letters, one wrong letter does it.

    One wrong letter in a short word more often makes another word: 'chair', 'choir'.
    """
    start = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    left, right = typed[start:], word[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    wrong = left[1:] == right[1:] and len(typed) >= 7
    return swapped or wrong or left[1:] == right or left == right[1:]


class Spellings:
    """A fixed set of stems, found again by what somebody typed, one slip of the keyboard forgiven."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._by_shorter: dict[str, list[str]] = {}
        for word in sorted(self._stems):
            for shorter in shortened(word):
                self._by_shorter.setdefault(shorter, []).append(word)

    def nearest(self, typed: str) -> tuple[str, ...]:
        """The stem itself, or those one slip away from five letters on; empty where there are none."""
        if typed in self._stems or len(typed) < 5:
            return (typed,) if typed in self._stems else ()
        near = {word for shorter in shortened(typed) for word in self._by_shorter.get(shorter, ())}
        return tuple(sorted(word for word in near if len(word) >= 4 and one_slip_apart(typed, word)))


_INDICATOR: Final = re.compile(r"(?<![\d.,/£$€])([1-3]\.[1-7])(?![\d%]|[.,/:]\d|\s*(?:%|per cent|percent))")


def qi_in(words: str) -> tuple[str, ...]:
    """The quality indicators named ('2.3', 'QI 3.1'), in order, each once; their numbering is HGIOS4's, 1.1 to 3.7."""
    return tuple(dict.fromkeys(_INDICATOR.findall(words)))


_BANDS: Final = {
    r"early (?:level|years)|nursery (?:and|to|into) p(?:rimary )?1": ("nursery", "P1"),
    r"nursery|elc|pre-?school": ("nursery", "nursery"),
    r"first level|1st level": ("P2", "P4"),
    r"second level|2nd level": ("P5", "P7"),
    r"(?:third|fourth|3rd|4th) level|bge|broad general education|lower secondary": ("S1", "S3"),
    r"senior phase|upper school": ("S4", "S6"),
    r"infants?|lower primary": ("P1", "P3"),
    r"upper primary": ("P5", "P7"),
}
_BAND: Final = tuple((re.compile(rf"\b(?:{named})\b", re.IGNORECASE), ends) for named, ends in _BANDS.items())
_YEARS: Final = re.compile(
    r"\b(?P<kind>p|s|primary|secondary)[ -]?(?P<first>[1-7]|one|two|three|four|five|six|seven)s?\b"
    r"(?:\s*(?P<by>to|-|–|—|/|and|&)\s*(?P<kind2>primary|secondary|p|s)?[ -]?"
    r"(?P<last>[1-7]|one|two|three|four|five|six|seven)s?\b)?",
    re.IGNORECASE,
)


def stages_in(words: str) -> tuple[str, ...]:
    """The stages meant, of STAGES and in its order: 'P1-P3', 'first level' (P2 to P4), 'BGE' (S1 to S3), 'nursery'.

    The levels' years are those in which Curriculum for Excellence expects most children to reach them; that the senior
    phase is S4 to S6 likewise. 'Primary' or 'secondary' alone is a sector, no stage.
    """
    found = {stage for named, ends in _BAND if named.search(words) for stage in _between(*ends)}
    for years in _YEARS.finditer(words):
        found.update(_years(years))
    return tuple(stage for stage in STAGES if stage in found)


def _years(named: re.Match[str]) -> Iterator[str]:
    first = _stage(named["kind"], named["first"])
    last = _stage(named["kind2"] or named["kind"], named["last"]) if named["last"] else first
    known = [stage for stage in (first, last) if stage in STAGES]
    # 'P5/6' and 'P5 and 6' name two years, 'P7 to S1' as well: a span that ends in the other sector is a step.
    spans = len(known) == 2 and (named["by"] or "").lower() in ("to", "-", "–", "—") and known[0][0] == known[1][0]
    yield from _between(*sorted(known)) if spans else known


def _stage(kind: str, year: str) -> str:
    return kind[0].upper() + _NUMBERS.get(year.lower(), year)


def _between(first: str, last: str) -> tuple[str, ...]:
    return STAGES[STAGES.index(first) : STAGES.index(last) + 1]
