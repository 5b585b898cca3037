"""Where in a sentence a school may be named: the runs of words that ordinary questions do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from handlers.understanding.names import KINDS, LEVELS, LIGHT, SAINT, Word
from handlers.understanding.ordinary import ALSO_NAMES, LEADS_IN, is_ordinary
from handlers.understanding.spelling import BUT_FOR_S, Spelling, Vocabulary, is_doubtful

NAME: Final = "name"
UNKNOWN: Final = "unknown"
KIND: Final = "kind"
SAINTLY: Final = "saint"
JOINING: Final = "light"
BREAK: Final = "break"
_MISSPELT_KINDS: Final = tuple(sorted((LEVELS.keys() | {"school", "academy"}) - {"high"}))
_SHORTEST_PART: Final = 3
_SHORT_SLIP: Final = 5
_HEADS: Final = re.compile(r"\s*:|\s+[-–—]\s")
_INSIDE_NAMES: Final = frozenset({"of", "the", "na", "nan", "nam"})
_STOPS: Final = re.compile(r"[)\s]*(?:[!?;=…]|\.{2,})")
_ENDS_A_NAME: Final = re.compile(r"['’‘`´ʼ]s?\s|[,;:(–—/!?]|\s-\s")
_APART: Final = frozenset({"and", "to", "for", "with", "by", "at"})
_A_SIGN: Final = re.compile(r"[,;:/&–—]|\s-\s")
_BETWEEN_NAMES: Final = frozenset({"and", "to", "for", "with", "by"})


class Piece(NamedTuple):
    """One word of a mention. `weak`: also an ordinary word, or a likely slip, so it names nothing by itself.

    `telling`: typed with a capital in a sentence where capitals say something, and not its first word.
    """

    word: Word
    sort: str
    spellings: tuple[Spelling, ...] = ()
    weak: bool = False
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of pieces that may name one school. `bare`: nothing else was typed; `led_in`: after 'for', 'at', 'to'…"""

    pieces: tuple[Piece, ...]
    bare: bool
    led_in: bool

    def text(self, words: str) -> str:
        return words[self.pieces[0].word.start : self.pieces[-1].word.end]

    def of_sort(self, *sorts: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.sort in sorts]


def mentions_in(
    words: Sequence[Word], vocabulary: Vocabulary, neighbours: frozenset[tuple[str, str]], text: str = ""
) -> list[Mention]:
    """The mentions of a sentence, in order; `neighbours` are pairs of words that stand together in some name.

    `text` is what was typed: where it shows a possessive or a comma, an unknown word after it is no part of the name.
    """
    spaced = list(_respaced(words, vocabulary, neighbours))
    telling = any(not word.capital and word.text.isalpha() for word in spaced)
    pieces = [_piece(word, vocabulary, telling and at > 0) for at, word in enumerate(spaced)]
    pieces = [_beside(pieces[at - 1], piece, vocabulary) if at else piece for at, piece in enumerate(pieces)]
    pieces = [_before(piece, pieces[at + 1 : at + 2], vocabulary, text) for at, piece in enumerate(pieces)]
    runs = [_trimmed(run) for whole in _runs(pieces, neighbours) for run in _cut(whole, text)]
    return [_mention(run, pieces) for run in runs if any(piece.sort in (NAME, UNKNOWN, KIND) for piece in run)]


def _respaced(words: Sequence[Word], vocabulary: Vocabulary, neighbours: frozenset[tuple[str, str]]) -> Iterator[Word]:
    """The words, with 'hill head' joined and 'kingspark' split where a school's name is written so."""
    at = 0
    while at < len(words):
        word, follower = words[at], words[at + 1] if at + 1 < len(words) else None
        if _is_a_street(words, at, neighbours):
            yield Word("street", word.start, word.end, word.capital)
            at += 1
            continue
        if follower and _joins(word.text, follower.text, vocabulary):
            first = "o" if word.text == "of" else word.text
            yield Word(first + follower.text, word.start, follower.end, word.capital)
            at += 2
            continue
        yield from _split(word, vocabulary, neighbours)
        at += 1


def _is_a_street(words: Sequence[Word], at: int, neighbours: frozenset[tuple[str, str]]) -> bool:
    """'Muir St' for Muir Street, where no saint's name follows."""
    after = words[at + 1].text if at + 1 < len(words) else ""
    return (
        words[at].text == SAINT
        and at > 0
        and (words[at - 1].text, "street") in neighbours
        and (not after or after in KINDS or is_ordinary(after))
    )


def _joins(one: str, two: str, vocabulary: Vocabulary) -> bool:
    if one == "of" and f"o{two}" in vocabulary:
        # 'Mill O Forest' for Mill O'Forest.
        return True
    short = min(len(one), len(two)) < _SHORTEST_PART
    return not short and one + two in vocabulary and not (one in vocabulary and two in vocabulary)


def _split(word: Word, vocabulary: Vocabulary, neighbours: frozenset[tuple[str, str]]) -> Iterator[Word]:
    text = word.text
    if text not in vocabulary:
        for cut in range(_SHORTEST_PART, min(len(text), 30) - _SHORTEST_PART + 1):
            if (text[:cut], text[cut:]) in neighbours:
                yield Word(text[:cut], word.start, word.end, word.capital)
                yield Word(text[cut:], word.start, word.end, word.capital)
                return
    yield word


def _piece(word: Word, vocabulary: Vocabulary, telling: bool) -> Piece:
    text, telling = word.text, telling and word.capital
    if text == SAINT:
        return Piece(word, SAINTLY)
    if text in LIGHT:
        return Piece(word, JOINING)
    kind = text if text in KINDS else text[:-1] if text.endswith("s") and text[:-1] in KINDS else ""
    if kind and text not in ("schools", "units", "classes", "campuses"):
        return Piece(Word(kind, word.start, word.end, word.capital), KIND)
    if any(letter.isdigit() for letter in text) and text not in vocabulary:
        return Piece(word, BREAK)
    if is_ordinary(text):
        exact = (Spelling(text, 1.0),) if text in vocabulary else ()
        return Piece(word, NAME if exact else BREAK, exact, weak=True, telling=telling)
    return _uncommon(word, vocabulary, telling)


def _before(piece: Piece, after: Sequence[Piece], vocabulary: Vocabulary, text: str) -> Piece:
    """The piece as what follows makes it read: 'Daily PS' is a slip for a name, 'Park: …' names what it speaks of."""
    word = piece.word
    if piece.sort == BREAK and word.capital and word.start and after and after[0].sort == KIND and word.text.isalpha():
        near = [one for one in vocabulary.spellings(word.text) if not one.doubtful or len(word.text) >= _SHORT_SLIP]
        return Piece(word, NAME, tuple(near), weak=True, telling=piece.telling) if near else piece
    if piece.sort == NAME and after and after[0].sort == BREAK and is_ordinary(after[0].word.text):
        piece = piece._replace(spellings=tuple(_owned(one, word.text) for one in piece.spellings))
    if piece.sort == NAME and piece.weak and word.capital and not word.start and _HEADS.match(text[word.end :]):
        return piece._replace(telling=True)
    return piece


def _owned(spelling: Spelling, typed: str) -> Spelling:
    """'Stows link officer': the s is no part of the name, whose apostrophe was left out."""
    return Spelling(spelling.word, spelling.strength) if typed == f"{spelling.word}s" else spelling


def _beside(before: Piece, piece: Piece, vocabulary: Vocabulary) -> Piece:
    """The piece as the one before it makes it read: after 'St' an ordinary word ('St Marks') is the rest of a name."""
    if piece.word.text == "schools" and piece.word.capital and before.sort == NAME:
        return piece._replace(sort=KIND)
    if before.sort == SAINTLY and piece.sort == UNKNOWN:
        short = vocabulary.saints_called(piece.word.text.removesuffix("s"))
        return piece._replace(sort=NAME, spellings=short) if short else piece
    if before.sort != SAINTLY or piece.sort not in (BREAK, NAME):
        return piece
    return piece._replace(sort=UNKNOWN) if piece.sort == BREAK else piece._replace(weak=False)


def _uncommon(word: Word, vocabulary: Vocabulary, telling: bool) -> Piece:
    spellings = vocabulary.spellings(word.text)
    if word.possessive and (not spellings or spellings[0].strength < BUT_FOR_S):
        # "Skelligarth's": the s is no part of the slip.
        without = vocabulary.spellings(word.text[:-1])
        spellings = max(spellings, without, key=lambda several: several[0].strength if several else 0.0)
    if not spellings or spellings[0].strength < 0.9:
        kind = _misspelt_kind(word.text)
        if kind:
            return Piece(Word(kind, word.start, word.end, word.capital), KIND)
    if not spellings:
        return Piece(word, UNKNOWN, telling=telling)
    slip = spellings[0].strength < 0.9
    return Piece(word, NAME, spellings, slip or word.text in ALSO_NAMES, telling)


def _misspelt_kind(text: str) -> str:
    near = [kind for kind in _MISSPELT_KINDS if len(text) > 4 and _one_slip(text, kind)]
    return near[0] if near else ""


def _one_slip(text: str, kind: str) -> bool:
    slips = OSA.distance(text, kind, score_cutoff=2)
    return slips == 1 or (slips == 2 and not is_doubtful(text, kind, 1) and len(text) > 6)


def _runs(pieces: Sequence[Piece], neighbours: frozenset[tuple[str, str]]) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.sort == BREAK or (piece.sort == JOINING and not _joins_names(pieces, at, neighbours)):
            yield run
            run = []
        else:
            run.append(piece)
    yield run


def _cut(run: list[Piece], text: str) -> Iterator[list[Piece]]:
    """The run, ended at a full stop, and before an unknown word after a possessive, a type word or a sign."""
    start = 0
    for at in range(1, len(run)):
        before, piece = run[at - 1], run[at]
        between = text[before.word.end : piece.word.start]
        full_stop = between.startswith(". ") and len(before.word.text) >= _SHORTEST_PART
        stopped = (full_stop or bool(_STOPS.match(between))) and before.sort != KIND
        slip = piece.sort == NAME and piece.spellings[0].doubtful and piece.spellings[0].strength < BUT_FOR_S
        stranger = (piece.sort == UNKNOWN or slip) and not piece.word.capital
        ended = before.sort == KIND or bool(_ENDS_A_NAME.search(text[before.word.end - 2 : piece.word.start]))
        if stopped or (stranger and ended):
            yield run[start:at]
            start = at
    yield run[start:]


def _joins_names(pieces: Sequence[Piece], at: int, neighbours: frozenset[tuple[str, str]]) -> bool:
    """Whether 'of', 'in' and the like stand inside a name: what follows them is a name's own word."""
    follower = next((piece for piece in pieces[at + 1 :] if piece.sort != JOINING), None)
    before = next((piece for piece in reversed(pieces[:at]) if piece.sort != JOINING), None)
    if follower is None or before is None or before.sort == BREAK:
        return False
    if (before.word.text, follower.word.text) in neighbours:
        return True
    joint = pieces[at].word.text
    if (before.sort == KIND and joint in _BETWEEN_NAMES) or _only_stands_before(before, follower, joint):
        return False
    if joint == "in" and follower.sort == UNKNOWN:
        # 'In the system' is no place that a name goes on with.
        return follower.word.capital or pieces[at + 1] is follower
    if before.sort != KIND and joint in _INSIDE_NAMES:
        return follower.sort in (NAME, UNKNOWN, SAINTLY) and not is_ordinary(before.word.text)
    return follower.sort == SAINTLY or (follower.sort == NAME and (not follower.weak or follower.telling))


def _only_stands_before(before: Piece, follower: Piece, joint: str) -> bool:
    """'My next trip to gigha', 'the car park at Cardenden': a word of no name, and then where."""
    if before.word.capital or before.sort not in (NAME, UNKNOWN) or joint in _INSIDE_NAMES:
        return False
    plain = before.sort == UNKNOWN or (before.weak and follower.sort == NAME and not follower.weak)
    return plain and (joint != "in" or follower.word.capital)


def _trimmed(run: list[Piece]) -> list[Piece]:
    """The run without joining words at its ends, nor lower-case strangers at the edge of a name with capitals."""
    while run and run[0].sort == JOINING:
        run = run[1:]
    while run and run[-1].sort in (JOINING, SAINTLY):
        run = run[:-1]
    names = [piece for piece in run if piece.sort == NAME and not (piece.weak and not piece.telling)]
    if names and all(piece.telling for piece in names):
        while run[0].sort == UNKNOWN and not run[0].telling and (not run[0].word.capital or not run[0].word.start):
            run = run[1:]
        while run[-1].sort == UNKNOWN and not run[-1].word.capital:
            run = run[:-1]
    while run and run[0].sort == JOINING:
        run = run[1:]
    return run


def _mention(run: list[Piece], pieces: Sequence[Piece]) -> Mention:
    first = pieces.index(run[0])
    before = pieces[first - 1].word.text if first else ""
    bare = len(run) == len([piece for piece in pieces if piece.sort != JOINING or piece in run])
    return Mention(tuple(run), bare, before in LEADS_IN)


def names_apart(mention: Mention, text: str) -> Iterator[Mention]:
    """The runs of a mention between commas, signs and words such as 'and' and 'at'."""
    run: list[Piece] = []
    for piece in mention.pieces:
        joint = piece.sort == JOINING and piece.word.text in _APART
        if run and (joint or _A_SIGN.search(text[run[-1].word.end : piece.word.start])):
            yield Mention(tuple(run), False, mention.led_in)
            run = []
        if piece.sort != JOINING or (run and not joint):
            run.append(piece)
    if run:
        yield Mention(tuple(run), False, mention.led_in)


def parted_by_place(mention: Mention) -> tuple[Mention | None, tuple[str, ...]]:
    """'St Donnan's in Kilbrannan' as the saint's name and the place in plain spelling; (None, ()) else."""
    at = next((at for at, piece in enumerate(mention.pieces) if piece.sort == JOINING and piece.word.text == "in"), 0)
    name, place = mention.pieces[:at], mention.pieces[at + 1 :]
    if not name or not place or all(piece.sort != SAINTLY for piece in name) or any(p.sort != NAME for p in place):
        return None, ()
    return Mention(name, False, mention.led_in), tuple(piece.spellings[0].word for piece in place)
