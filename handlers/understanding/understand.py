"""From a person's words to what they want and every value in them; no language model, no network, never an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers.understanding.carrying import leans_on_a_visit, with_what_went_before
from handlers.understanding.clauses import Clause, clauses_of
from handlers.understanding.deciding import UNCLEAR, Decision, decide
from handlers.understanding.entities import entities_of
from handlers.understanding.follow_ups import (
    AWAITS_A_YES,
    TALK,
    asks_for_the_one_after,
    carried_topics,
    choice_in,
    corrects,
    is_another_cut,
    is_ellipsis,
    is_offer,
    names_a_kind_alone,
    refers_back,
    says_yes,
)
from handlers.understanding.late import Late, LateLines
from handlers.understanding.mentioned import named_as_a_school, school_in
from handlers.understanding.phrases import tokens_of
from handlers.understanding.picking import answers_which, picked_school
from handlers.understanding.reading import Reading, read
from handlers.understanding.schools import Found
from handlers.understanding.shown import shown_intent
from handlers.understanding.taught import without_names
from handlers.understanding.understood import Understood
from handlers.understanding.values import values_of
from handlers.understanding.vocabulary import Vocabulary

__all__ = ["Understood", "understand"]

_ANSWERS = frozenset({"confirm", "decline"})
# 'Eh no', 'that is correct' and 'much obliged' carry nothing on where the weights are this sure of them.
_PLAIN: Final = _ANSWERS | {"smalltalk"}
_SAID_PLAINLY: Final = 0.4
# 'Who haven't I seen this term' is asked of all schools, whichever was spoken of before.
_OF_EVERY_SCHOOL: Final = frozenset({"none", "none_to_come"})
# After one of these 'no, it's not right' speaks of the note.
_NOTES: Final = frozenset({"show_note", "record_visit", "dispute_record", "mark_accurate"})
_ITS: Final = frozenset({"its", "their", "it's"})
_OF_MANY: Final = frozenset({"tier_list", "oversight_balance", "pairs_list", "plan_overdue"})
# A correction names what was meant and little else.
_SHORT_CORRECTION = 6
_SHORT_ANSWER = 8
_SCHOOLS_AFFAIRS = frozenset({"complaint", "ill", "one pupil", "person", "class", "figures", "note", "tier", "visit"})


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
    answered = _answered(reading, before)
    decision = decided or answered or _decided(reading, vocabulary, topics, before)
    told = read(whole, vocabulary) if whole and whole != words else reading
    understood = _without_a_cluster_for_a_school(_all_of(told, decision, vocabulary, today), vocabulary, words)
    asks_of_many = understood.values.get("which") in _OF_EVERY_SCHOOL
    carries = (
        before is not None
        and not asks_of_many
        and (
            answered is not None
            or _goes_on(decision.action, before, reading)
            or refers_back(reading, topics, decision.action)
            or leans_on_a_visit(understood, before.intent, words)
        )
    )
    if before is None or not carries:
        return understood
    leant_on = before.whole()
    picked = picked_school(reading, leant_on.school, leant_on.school_words, vocabulary, understood.school)
    if picked is None and names_a_kind_alone(words):
        # Another school than before, though none of that kind is known: never silently the first.
        picked = Found(mention=words.strip(" ?.!"))
    if picked is not None:
        understood = replace(understood, school=picked, school_words=picked.mention)
    return with_what_went_before(understood, leant_on, words, today)


def _all_of(reading: Reading, decision: Decision, vocabulary: Vocabulary, today: date) -> Understood:
    """What a sentence wants, with every value in it, by itself."""
    school, school_words = _school_of(decision, reading, vocabulary)
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
        LateLines(lambda: (*mended, *decision.why)),
        decision.likely,
        decision.rivals,
    )


def _without_a_cluster_for_a_school(understood: Understood, vocabulary: Vocabulary, words: str) -> Understood:
    """In what is asked of many schools a cluster's bare name is the cluster, though a school there has it too."""
    if shown_intent(understood.intent) not in _OF_MANY or not understood.school_words or understood.school is None:
        return understood
    if understood.intent == "plan_overdue" and not _ITS.isdisjoint(words.lower().split()):
        # 'Is Dunfearn behind with its plan?' asks about one school.
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


def _school_of(decision: Decision, reading: Reading, vocabulary: Vocabulary) -> tuple[Found | None, str]:
    if not _names_no_school(decision, reading):
        return school_in(reading, vocabulary, decision.action)
    if decision.action != "out_of_scope":
        return None, ""
    # 'Order ten laptops for Fearnbrae': heard, and never a reason to ask which school.
    school, _ = school_in(reading, vocabulary, decision.action)
    return (school, "") if school is not None and school.certain and named_as_a_school(reading, school) else (None, "")


def _names_no_school(decision: Decision, reading: Reading) -> bool:
    """Whether a place named is none of Cairn's business: in talk, or in what is about no school's affairs."""
    if decision.action != "out_of_scope":
        return decision.action in TALK
    return decision.about in ("unknown", UNCLEAR) and not reading.concepts & _SCHOOLS_AFFAIRS


def _answered(reading: Reading, before: _Before | None) -> Decision | None:
    """The matter of before again, where a few words only tell which of the schools asked about was meant."""
    if before is None or before.intent in TALK or len(reading.tokens) > _SHORT_ANSWER:
        return None
    picks = answers_which(reading, before.whole().school)
    return Decision(before.intent, 0.9, "", ("answers which school was meant",)) if picks else None


def _goes_on(intent: str, before: _Before, reading: Reading) -> bool:
    """Whether a sentence asks the same again of something else, or for what comes after it."""
    if before.intent == "next_visit" and asks_for_the_one_after(reading.words):
        return True
    return intent == before.intent and _leans(reading)


def _leans(reading: Reading) -> bool:
    if names_a_kind_alone(reading.words):
        return True
    return bool(choice_in(reading.words)) or corrects(reading.words) or is_another_cut(reading.words)


def _decided(reading: Reading, vocabulary: Vocabulary, topics: frozenset[str], before: _Before | None) -> Decision:
    """What is wanted: an answer, the matter of the sentence before again, or what the words say themselves."""
    if before is not None and before.intent not in TALK | _ANSWERS | {"offer"} and _carries_on(reading, before.intent):
        decision = decide(reading, vocabulary, topics, shown_intent(before.intent))
        if shown_intent(decision.action) in _PLAIN and decision.likely >= _SAID_PLAINLY:
            return decision
        return Decision(before.intent, 0.9, "", ("carries on from the sentence before",))
    plain = _plain_answer(reading, before)
    if plain:
        return Decision(plain, 1.0, "", (f"a plain {plain}",))
    if before is not None and before.intent == "next_visit" and asks_for_the_one_after(reading.words):
        return Decision("visit_list", 0.9, "", ("asks for what comes after the next visit",))
    kind = "" if before is None or before.intent in TALK else shown_intent(before.intent)
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
        # 'Perfect' after an answer is no yes; after 'book it for Friday' it is.
        waits = before is not None and before.intent in AWAITS_A_YES
        return "confirm" if waits or says_yes(reading.texts) else ""
    if before is not None and before.intent in _NOTES and "wrong" in reading.concepts:
        return ""
    deed = before is not None and before.intent != "offer" and "pronoun" in reading.concepts
    return "decline" if "only no" in reading.concepts and not (deed and "cancel" in reading.concepts) else ""
