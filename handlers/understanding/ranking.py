"""How well one form of a school's name explains a mention, and which of several that fit is meant (if one is)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from handlers.understanding.mentions import KIND, NAME, SAINTLY, UNKNOWN, Mention, Piece
from handlers.understanding.names import LEVELS, Form
from handlers.understanding.ordinary import FIRST_NAMES, is_ordinary
from handlers.understanding.spelling import BUT_FOR_S, Spelling
from handlers.understanding.traits import FAITHS, Traits

_TELLING_KINDS: Final = frozenset(LEVELS) | {"gaelic"}
_BEFORE_ITS_PLACE: Final = ("of", "port", "isle", "bridgend")
_UNKNOWN_WEIGHT: Final = 3.0
_SAME_STRENGTH: Final = 0.02
_ENOUGH_OF_THE_NAME: Final = 0.6
_LONG_WORD: Final = 7
_LEFT_OUT: Final = 0.25
_WORTH_A_QUESTION: Final = 0.35


@dataclass(frozen=True, slots=True)
class Fit:
    """One form beside one mention.

    `strength`: how exactly the matched words were typed (1 exactly). `share`: of the name's own weight, how much was
    typed. `explained`: of the mention's weight, how much the form has. `stray`: a word was typed that it has not.

    `alone`: every matched word was typed exactly and is no ordinary word.
    `stands_there`: what was typed is the place that the school is called after ('Port Ronsaig', 'Milton of Fearnach').
    `beside_its_kind`: 'school' was typed, and follows the same word in the name. `levels`: the stages that it teaches.
    `after_a_first_name`: what was typed is the surname that the school is called after ('Munro' for Ailsa Munro).
    `kind`: 3 the same type words, 2 among its own, 1 nothing against it, 0 another type of school.
    """

    form: Form
    strength: float
    share: float
    explained: float
    stray: bool
    doubtful: bool
    kind: int
    faith: bool
    leads: bool
    supported: bool
    alone: bool
    stands_there: bool
    beside_its_kind: bool
    after_a_first_name: bool
    levels: frozenset[str]
    score: float


def rank(fits: Iterable[Fit]) -> list[Fit]:
    """The best form of each school, best first."""
    best: dict[int, Fit] = {}
    for fit in fits:
        held = best.get(fit.form.school)
        if held is None or _merit(fit) > _merit(held):
            best[fit.form.school] = fit
    return sorted(best.values(), key=_merit, reverse=True)


def _merit(fit: Fit) -> tuple[bool, float, int, float]:
    return (not fit.stray, fit.score, fit.kind, fit.share)


def choose(mention: Mention, fits: list[Fit]) -> tuple[list[Fit], bool]:
    """Those to name (equally good ones together, none when nothing fits), and whether it is one clear match."""
    sound = [fit for fit in fits if not fit.stray]
    if not sound:
        return [fit for fit in fits if fit.explained >= _WORTH_A_QUESTION and fit.share >= _ENOUGH_OF_THE_NAME], False
    best = _tied(mention, sound)
    only = best[0]
    # 'Garvalt' for Garvalt Bridge, where no other school has the word.
    # 'The virtual school' for 'Fearnshire Council Virtual School', 'Dunkeld' for 'Royal School of Dunkeld'.
    telling = only.leads or only.after_a_first_name or only.stands_there or only.beside_its_kind
    enough = only.share >= _ENOUGH_OF_THE_NAME or (len(sound) == 1 and telling and only.alone)
    certain = len(best) == 1 and not only.doubtful and only.kind > 0 and enough
    if certain or len(best) > 1:
        return best, certain
    others = [fit for fit in sound if fit is not only and fit.kind > only.kind]
    return [only, *others], False


def _tied(mention: Mention, sound: list[Fit]) -> list[Fit]:
    """The fits that nothing typed can tell apart: by spelling, then type of school, then how full the name is."""
    exact = max(fit.strength for fit in sound) - _SAME_STRENGTH
    kept = [fit for fit in sound if fit.strength >= exact]
    kind = max(min(fit.kind, 2) for fit in kept)
    kept = [fit for fit in kept if fit.kind >= kind]
    if any(fit.faith for fit in kept):
        kept = [fit for fit in kept if fit.faith]
    full = [fit for fit in kept if fit.share > 0.99]
    if not full:
        return kept
    if _typed(mention, _TELLING_KINDS):
        return [fit for fit in full if fit.kind == max(one.kind for one in full)]
    # 'Mearns' may be short for Mearns Castle as well as for Mearns; 'Calderwood' is not short for East Calderwood.
    others = [fit for fit in kept if fit not in full]
    return full + [fit for fit in others if fit.leads or (fit.stands_there and fit.levels.isdisjoint(full[0].levels))]


def fit_of(mention: Mention, form: Form, traits: Traits, weights: Mapping[str, float]) -> Fit | None:
    """How the form explains the mention; None where it shares none of the words that name it, or too little to tell."""
    matched = _pairs(mention, form)
    own = [(piece, spelling) for piece, spelling in matched if spelling.word in form.required]
    if not own:
        return None
    share = _share(own, form, weights)
    supported = _supported(mention, matched, share)
    if not supported and not _worth_asking(mention, matched, share):
        return None
    strength = sum(spelling.strength for _, spelling in matched) / len(matched)
    total = sum(_weight(piece, weights) for piece in mention.of_sort(NAME, UNKNOWN) if not _is_slack(piece, matched))
    explained = sum(weights[spelling.word] * spelling.strength for _, spelling in matched) / total if total else 0.0
    return Fit(
        form=form,
        strength=strength,
        share=share,
        explained=min(explained, 1.0),
        stray=_has_stray(mention, form, matched),
        doubtful=not supported or any(_is_doubt(piece, spelling, form) for piece, spelling in matched),
        kind=_kind_rank(mention, form, traits),
        faith=bool(_typed(mention, FAITHS) & traits.faiths),
        leads=any(spelling.word == form.required[0] for _, spelling in own),
        supported=supported,
        alone=strength >= BUT_FOR_S and not any(piece.weak for piece, _ in matched),
        stands_there=not traits.church and _stands_there(own, form),
        beside_its_kind=_stands_beside_its_kind(mention, own, form),
        after_a_first_name=form.required[0] in FIRST_NAMES and own[-1][1].word == form.required[-1],
        levels=traits.levels,
        score=_score(explained, share, mention, form),
    )


def _stands_there(own: Sequence[tuple[Piece, Spelling]], form: Form) -> bool:
    """Whether the last words typed follow 'of', 'Port' or 'Isle' in the form's name."""
    place = " ".join(spelling.word for _, spelling in own)
    return any(f"{before} {place}" in form.text for before in _BEFORE_ITS_PLACE)


def _stands_beside_its_kind(mention: Mention, own: Sequence[tuple[Piece, Spelling]], form: Form) -> bool:
    typed = [piece.word.text for piece in mention.of_sort(KIND)]
    return typed == ["school"] and f"{own[-1][1].word} school" in form.text


def _pairs(mention: Mention, form: Form) -> list[tuple[Piece, Spelling]]:
    """Each typed word with the form's word that it stands for; no word of the form is counted twice."""
    left = [*form.required, *form.optional]
    pairs: list[tuple[Piece, Spelling]] = []
    for piece in mention.of_sort(NAME):
        spelling = next((one for one in piece.spellings if one.word in left), None)
        if spelling is not None:
            left.remove(spelling.word)
            pairs.append((piece, spelling))
    return pairs


def _share(own: list[tuple[Piece, Spelling]], form: Form, weights: Mapping[str, float]) -> float:
    typed = {spelling.word for _, spelling in own}
    held = sum(weights[word] for word in form.required if word in typed)
    return held / sum(weights[word] for word in form.required)


def _supported(mention: Mention, matched: list[tuple[Piece, Spelling]], share: float) -> bool:
    """Whether words that are ordinary too, or misspelt, may be read as a name here."""
    if any(not piece.weak for piece, _ in matched):
        return True
    capital = any(piece.telling and (share > 0.99 or not is_ordinary(piece.word.text)) for piece, _ in matched)
    named = mention.bare or capital or bool(mention.of_sort(SAINTLY, KIND))
    slips = all(_is_long_slip(piece, spelling) for piece, spelling in matched)
    plain = share > 0.99 and all(_is_plain_slip(piece, spelling) for piece, spelling in matched)
    return named or (share > 0.99 and len(matched) > 1) or (slips and mention.led_in) or plain


def _worth_asking(mention: Mention, matched: list[tuple[Piece, Spelling]], share: float) -> bool:
    """Whether a whole name after 'for' or 'at', or a long word with a slip, is worth a question."""
    whole = mention.led_in and share > 0.99 and all(not is_ordinary(piece.word.text) for piece, _ in matched)
    return whole or any(_is_long_slip(piece, spelling) for piece, spelling in matched)


def _is_long_slip(piece: Piece, spelling: Spelling) -> bool:
    return spelling.strength < 0.9 and len(piece.word.text) > 5 and not is_ordinary(spelling.word)


def _is_plain_slip(piece: Piece, spelling: Spelling) -> bool:
    """One slip in a word too long to be another by chance, whose like no ordinary sentence holds."""
    long = max(len(piece.word.text), len(spelling.word)) >= _LONG_WORD
    return long and not spelling.doubtful and not is_ordinary(spelling.word) and not is_ordinary(piece.word.text)


def _is_slack(piece: Piece, matched: list[tuple[Piece, Spelling]]) -> bool:
    """An ordinary word beside a name ('Girvan plan'): when the form has no such word it says nothing against it."""
    unmatched = all(piece is not one for one, _ in matched)
    return unmatched and piece.weak and not piece.telling and is_ordinary(piece.word.text)


def _has_stray(mention: Mention, form: Form, matched: list[tuple[Piece, Spelling]]) -> bool:
    """Whether something typed belongs to no word of the form."""
    used = {id(piece) for piece, _ in matched}
    unmatched = [piece for piece in mention.of_sort(NAME) if id(piece) not in used and not _is_slack(piece, matched)]
    if unmatched or mention.of_sort(UNKNOWN):
        return True
    saintly = form.saint or "street" in form.required or "street" in form.optional
    return bool(mention.of_sort(SAINTLY)) and not saintly


def _typed(mention: Mention, which: frozenset[str]) -> frozenset[str]:
    return frozenset(piece.word.text for piece in mention.of_sort(KIND)) & which


def _is_doubt(piece: Piece, spelling: Spelling, form: Form) -> bool:
    # 'St Mary' for St Mary's is no slip, nor is "Torran Bay's" for Torran Bay.
    own = form.saint or piece.word.possessive
    return spelling.doubtful and not (own and spelling.strength == BUT_FOR_S)


def _kind_rank(mention: Mention, form: Form, traits: Traits) -> int:
    typed, own = _typed(mention, _TELLING_KINDS), form.kinds & _TELLING_KINDS
    if not traits.may_be_of(_typed(mention, FAITHS)):
        return 0
    if not typed:
        return 1
    if traits.gaelic:
        own |= typed & {"gaelic"}
    if "nursery" not in typed and "primary" in own:
        own -= {"nursery"}
    if "primary" in typed & own:
        # 'Primary School Nursery Class': what else is in the building.
        typed -= {"nursery"}
    if typed == {"nursery"} and _typed(mention, frozenset({"class"})) and "primary" in traits.levels:
        # 'Fearnbrae nursery class' is in Fearnbrae Primary.
        return 1
    if typed <= own:
        return 3 if typed == own else 2
    return 1 if all(LEVELS.get(word) in traits.taught for word in typed - own) else 0


def _weight(piece: Piece, weights: Mapping[str, float]) -> float:
    return weights[piece.spellings[0].word] if piece.spellings else _UNKNOWN_WEIGHT


def _score(explained: float, share: float, mention: Mention, form: Form) -> float:
    typed = " ".join(piece.word.text for piece in mention.pieces)
    alike = fuzz.partial_ratio(typed, form.text) / 100
    return max(0.0, min(1.0, (explained - _LEFT_OUT * (1 - share)) * 0.9 + 0.1 * alike))
