"""From a person's words to what they want and every value in them; no language model, no network, never an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from handlers.understanding.clauses import Clause, clauses_of
from handlers.understanding.deciding import UNCLEAR, Decision, decide
from handlers.understanding.entities import entities_of
from handlers.understanding.follow_ups import (
    TALK,
    carried_topics,
    choice_in,
    corrects,
    is_another_cut,
    is_ellipsis,
    is_offer,
    names_a_kind_alone,
    refers_back,
)
from handlers.understanding.late import Late
from handlers.understanding.mentioned import school_in
from handlers.understanding.numbers import MONTH
from handlers.understanding.phrases import tokens_of
from handlers.understanding.picking import picked_school
from handlers.understanding.reading import Reading, read
from handlers.understanding.schools import Found
from handlers.understanding.shown import shown_intent
from handlers.understanding.taught import without_names
from handlers.understanding.values import values_of
from handlers.understanding.vocabulary import Vocabulary

_ANSWERS = frozenset({"confirm", "decline"})
_PRACTICE: Final = frozenset({"practice_search", "practice_contact", "practice_share"})
_WEEK_AFTER: Final = re.compile(
    r"^\W*(?:and\s+|what about\s+|how about\s+)?the\s+(?:week after|following week)\b", re.I
)
_BARE_DAY: Final = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_A_MONTH: Final = re.compile(rf"\b{MONTH}\b|\d\s*[/.-]\s*\d|\bnext\b|\bthis\b", re.IGNORECASE)
_SAYS_YES: Final = frozenset(
    [
        "yes",
        "yep",
        "yeah",
        "yup",
        "aye",
        "ay",
        "ye",
        "y",
        "ok",
        "okay",
        "please",
        "do",
        "go",
        "sure",
        "correct",
        "right",
    ]
    + [
        "confirm",
        "agreed",
        "agree",
        "confirmed",
        "absolutely",
        "definitely",
        "sounds",
        "works",
        "suits",
        "send",
        "save",
    ]
    + ["certainly", "indeed", "affirmative", "course", "fire", "crack", "yass", "yas", "book", "on", "i"]
)
_WAITS: Final = frozenset(
    ["book_visit", "move_visit", "cancel_visit", "agree_visit", "mentor_request", "plan_update", "practice_share"]
    + ["record_visit", "propose_dates"]
)
_OF_MANY: Final = frozenset({"tier_list", "oversight_balance", "pairs_list", "plan_overdue"})
# A correction names what was meant and little else.
_SHORT_CORRECTION = 6
_SCHOOLS_AFFAIRS = frozenset({"complaint", "ill", "one pupil", "person", "class", "figures", "note", "tier", "visit"})


@dataclass(frozen=True)
class Understood:
    """What a person wants.

    `intent`: the action, as handlers.table knows it; `values`: what the action goes by (dates ISO, times HH:MM on the
    authority's clock); `named`: every entity that was heard, but the school; `school`: what the words name, None when
    no school is named; `school_words`: as typed, even when there is no such school; `also`: further intents of a
    compound question; `why`: the evidence, in words; `likely`: 0 to 1; `rivals`: the next intents and how likely.
    """

    intent: str
    values: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    school: Found | None = None
    school_words: str = ""
    also: tuple[Understood, ...] = ()
    why: tuple[str, ...] = ()
    likely: float = 1.0
    rivals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class _Before:
    """The sentence before: what it was about, and all of it for the few sentences that lean on it."""

    intent: str
    whole: Callable[[], Understood]


def understand(words: str, vocabulary: Vocabulary, today: date, previous: str = "") -> Understood:
    """What `words` (the first 600 characters) ask for; `previous` is the sentence before in the same conversation.

    The intent rests on the words alone, never on whether the school that they name exists.
    """
    before = _before(previous, vocabulary, today) if previous.strip() else None
    clauses = clauses_of(words, vocabulary)
    if not clauses:
        return _one(words, vocabulary, today, before)
    first = _of_clause(clauses[0], vocabulary, today, before)
    leans_on = _Before(first.intent, lambda: first)
    also = tuple(_of_clause(clause, vocabulary, today, leans_on, clause.decision) for clause in clauses[1:])
    return replace(first, also=also)


def _before(previous: str, vocabulary: Vocabulary, today: date) -> _Before:
    """What the sentence before was about; an offer of Cairn's own keeps only what it named."""
    reading = read(previous, vocabulary)
    decision = _decided(reading, vocabulary, frozenset(), None)
    intent = "offer" if is_offer(previous) else decision.action
    return _Before(intent, lambda: replace(_all_of(reading, decision, vocabulary, today), intent=intent))


def _of_clause(
    clause: Clause, vocabulary: Vocabulary, today: date, before: _Before | None, decision: Decision | None = None
) -> Understood:
    return _one(clause.words, vocabulary, today, before, clause.whole, decision)


def _one(
    words: str,
    vocabulary: Vocabulary,
    today: date,
    before: _Before | None,
    whole: str = "",
    decided: Decision | None = None,
) -> Understood:
    """What `words` ask for, where that is not `decided` yet; `whole` holds them with what tells more of the same."""
    reading = read(words, vocabulary)
    topics = carried_topics(reading, before.intent) if before else frozenset()
    decision = decided or _decided(reading, vocabulary, topics, before)
    told = read(whole, vocabulary) if whole and whole != words else reading
    understood = _without_a_cluster_for_a_school(_all_of(told, decision, vocabulary, today), vocabulary)
    carries = before is not None and (
        (decision.action == before.intent and _leans(reading)) or refers_back(reading, topics, decision.action)
    )
    if before is None or not carries:
        return understood
    leant_on = before.whole()
    picked = picked_school(reading, leant_on.school, leant_on.school_words, vocabulary)
    if picked is None and names_a_kind_alone(words):
        # Another school than before, though none of that kind is known: never silently the first.
        picked = Found(mention=words.strip(" ?.!"))
    if picked is not None:
        understood = replace(understood, school=picked, school_words=picked.mention)
    return _with_what_went_before(understood, leant_on, words)


def _all_of(reading: Reading, decision: Decision, vocabulary: Vocabulary, today: date) -> Understood:
    """What a sentence wants, with every value in it, by itself."""
    school, school_words = (None, "") if _names_no_school(decision, reading) else school_in(reading, vocabulary)
    values = values_of(decision.action, reading, vocabulary, today)
    about = "unknown" if decision.about == UNCLEAR else decision.about
    values |= {"why": about} if about else {}
    unclear = without_names(reading) if decision.about == UNCLEAR else ""
    values |= {"unclear": unclear} if unclear else {}
    mended = tuple(f"'{typed}' read as '{meant}'" for typed, meant in reading.mended)
    return Understood(
        decision.action,
        values,
        Late(lambda: entities_of(decision.action, reading, vocabulary, today)),
        school,
        school_words,
        (),
        (*mended, *decision.why),
        decision.likely,
        decision.rivals,
    )


def _without_a_cluster_for_a_school(understood: Understood, vocabulary: Vocabulary) -> Understood:
    """In what is asked of many schools a cluster's bare name is the cluster, though a school there has it too."""
    if shown_intent(understood.intent) not in _OF_MANY or not understood.school_words or understood.school is None:
        return understood
    typed = [token.text for token in tokens_of(understood.school_words)]
    hits = [hit for hit in vocabulary.cluster_phrases.longest_in(typed) if hit.last - hit.first == len(typed)]
    if not hits:
        return understood
    cluster = {"cluster": hits[0].key}
    return replace(
        understood,
        school=None,
        school_words="",
        values={**understood.values, **cluster},
        named={**understood.named, **cluster},
    )


def _names_no_school(decision: Decision, reading: Reading) -> bool:
    """Whether a place named is none of Cairn's business: in talk, or in what is about no school's affairs."""
    if decision.action != "out_of_scope":
        return decision.action in TALK
    return decision.about in ("unknown", UNCLEAR) and not reading.concepts & _SCHOOLS_AFFAIRS


def _leans(reading: Reading) -> bool:
    if names_a_kind_alone(reading.words):
        return True
    return bool(choice_in(reading.words)) or corrects(reading.words) or is_another_cut(reading.words)


def _decided(reading: Reading, vocabulary: Vocabulary, topics: frozenset[str], before: _Before | None) -> Decision:
    """What is wanted: an answer, the matter of the sentence before again, or what the words say themselves."""
    if before is not None and before.intent not in TALK | _ANSWERS | {"offer"} and _carries_on(reading, before.intent):
        return Decision(before.intent, 0.9, "", ("carries on from the sentence before",))
    plain = _plain_answer(reading, before)
    if plain:
        return Decision(plain, 1.0, "", (f"a plain {plain}",))
    kind = "" if before is None else "offer" if before.intent == "offer" else shown_intent(before.intent)
    return decide(reading, vocabulary, topics, kind)


def _carries_on(reading: Reading, before: str) -> bool:
    words = reading.words
    picks = bool(choice_in(words)) or is_another_cut(words) or names_a_kind_alone(words)
    names = (
        bool(reading.name or reading.clusters or names_a_kind_alone(words)) and len(reading.tokens) <= _SHORT_CORRECTION
    )
    return picks or is_ellipsis(reading, before) or (corrects(words) and names)


def _plain_answer(reading: Reading, before: _Before | None) -> str:
    """'confirm' or 'decline' for a sentence that says nothing more; 'cancel it' after a visit is no such answer."""
    if "only yes" in reading.concepts:
        praises = _SAYS_YES.isdisjoint(reading.texts)
        waits = before is not None and (before.intent == "offer" or before.intent in _WAITS)
        # 'Perfect' after an answer is no yes; after 'book it for Friday' it is.
        return "confirm" if waits or not praises else ""
    deed = before is not None and before.intent != "offer" and "pronoun" in reading.concepts
    return "decline" if "only no" in reading.concepts and not (deed and "cancel" in reading.concepts) else ""


def _with_what_went_before(understood: Understood, before: Understood, words: str) -> Understood:
    """A follow-up keeps the school, and for the same intent the other values, that it does not change itself."""
    kept = dict(before.values) if understood.intent == before.intent else {}
    understood = replace(
        understood, values=_new_day(understood.values, before, words), named=_new_day(understood.named, before, words)
    )
    if {understood.intent, before.intent} <= _PRACTICE:
        kept |= {name: before.values[name] for name in ("theme", "qi", "stage") if name in before.values}
    understood = _the_stretch_after(understood, before, words)
    kept.pop("period" if "date" in understood.values else "date" if "period" in understood.values else "", "")
    names_a_place = bool(understood.school_words or understood.values.keys() & {"self_school", "cluster", "scope"})
    if names_a_place:
        kept = {name: value for name, value in kept.items() if name not in ("self_school", "cluster", "scope")}
        return replace(understood, values=kept | dict(understood.values))
    if "self_school" in before.values:
        kept["self_school"] = "true"
    values = kept | dict(understood.values)
    return replace(understood, values=values, school=before.school, school_words=before.school_words)


def _the_stretch_after(understood: Understood, before: Understood, words: str) -> Understood:
    """'And the week after?': the week after the one just asked about."""
    period = before.values.get("period", "")
    if not period or not _WEEK_AFTER.match(words):
        return understood
    first, last = (date.fromisoformat(day) + timedelta(weeks=1) for day in period.split("/"))
    after = {"period": f"{first.isoformat()}/{last.isoformat()}"}
    return replace(understood, values={**understood.values, **after}, named={**understood.named, **after})


def _new_day(values: Mapping[str, str], before: Understood, words: str) -> Mapping[str, str]:
    """'No, the 10th' after a move: the only day named is the new one, of the month spoken of."""
    if before.intent in ("move_visit", "book_visit") and "date" in values:
        return {**values, "date": _in_the_month_spoken_of(values["date"], before.values.get("date", ""), words)}
    if before.intent not in ("move_visit", "book_visit") or "from_date" not in values or "date" in values:
        return values
    return {("date" if name == "from_date" else name): value for name, value in values.items()}


def _in_the_month_spoken_of(day: str, before: str, words: str) -> str:
    """'Now Ferniebank, but the 22nd' after 'the 20th of January': the 22nd of January."""
    bare = _BARE_DAY.search(words)
    if not before or bare is None or int(bare["day"]) != int(day[-2:]) or _A_MONTH.search(words):
        return day
    with suppress(ValueError):
        return date.fromisoformat(before).replace(day=int(day[-2:])).isoformat()
    return day
