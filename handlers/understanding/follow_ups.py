"""Sentences that lean on the one before: 'and Braehead?', 'why?', 'move it to Friday'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.understanding.reading import Reading

# What the sentence before was about, by the beginning of its intent.
_TOPICS: Final[dict[str, str]] = {
    "tier_": "tier", "next_visit": "visit", "visit_list": "visit", "book_visit": "visit", "move_visit": "visit",
    "cancel_visit": "visit", "record_visit": "note", "agree_visit": "visit", "dispute_record": "note", "plan_": "plan",
    "review_due": "review", "mentor_": "mentor", "pairs_list": "mentor", "practice_": "practice",
    "who_is_link": "officer", "oversight_balance": "balance", "support_gaps": "balance", "risk_flags": "risk",
    "school_profile": "profile",
}  # fmt: skip
_UNIONS: Final = {"tier": "tiering", "visit": "calling", "plan": "aims", "practice": "topic"}
_OWN_TOPIC: Final = frozenset({
    "tiering", "calling", "aims", "mentor", "topic", "officer", "risk", "figures", "messages", "profile",
    "balance", "note", "pair", "complaint", "chatter", "ill", "why me", "my day", "one pupil", "only yes",
    "only no", "looks after", "new head", "no plan", "bare",
})  # fmt: skip
_QUESTION: Final = frozenset({
    "why", "when", "decided", "since", "review", "exit", "move", "cancel", "book", "past", "contact", "share",
    "agree", "wrong", "wrote", "who", "update", "late", "missing", "how many", "was there", "moved up", "help",
    "thanks", "hello", "list",
})  # fmt: skip
_PLACE: Final = frozenset(
    {"name", "cluster", "several", "when said", "tier name", "somebody", "theme", "ourselves", "qi"}
)
TALK: Final = frozenset(
    {"smalltalk", "confirm", "decline", "help", "why_this_message", "preferences", "out_of_scope", "my_day"}
)
# Words that say yes of themselves; praise ('grand', 'perfect') does so only where something waits for a yes.
_YES_WORDS: Final = frozenset({
    "yes", "yep", "yeah", "yup", "aye", "ay", "ye", "y", "ok", "okay", "please", "do", "go", "sure", "correct", "right",
    "confirm", "confirmed", "agree", "agreed", "absolutely", "definitely", "certainly", "indeed", "affirmative",
    "course", "sounds", "works", "suits", "send", "save", "book", "fire", "crack", "on", "yass", "yas", "i",
})  # fmt: skip
AWAITS_A_YES: Final = frozenset({
    "offer", "book_visit", "move_visit", "cancel_visit", "agree_visit", "record_visit", "mentor_request", "plan_update",
    "practice_share", "propose_dates",
})  # fmt: skip
# What lacks a school or a day still may get it in the next sentence.
_TO_BE_FILLED_IN: Final = frozenset({"book_visit", "move_visit", "cancel_visit", "record_visit"})
_LONGEST_ELLIPSIS: Final = 8
# Where Cairn's own sentence before asked for a yes or no; 'who should I phone' and 'can I see our plan' are a person's.
_OFFER: Final = re.compile(
    r"(?:(?:^|[.!?,;:–-]\s*|\b(?:so|or|and|then) )"
    r"(?:shall i|should i|do you mean|did you mean|would you like|do you want)"
    r"|\b(?:does .{1,40}\bsuit|would .{1,40}\bsuit|is that right|is this right|ok(?:ay)?\?))",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(
    r"^\W*(?:no+|naw|nah|nope|sorry|oops|actually)\b[\s,.–-]*(?:i mean[t]?\b|the\b|not\b|it'?s\b)?|\bi mean[t]?\b",
    re.IGNORECASE,
)
# 'The secondary one', 'just the primaries', 'show me more', 'only mine': another cut of what was just asked.
_ANOTHER_CUT: Final = re.compile(
    r"^\W*(?:(?:the|that|and the|no,? the)\s+(?:[\w'’-]+\s+){1,4}ones?\b"
    r"(?:\W+(?:i mean|sorry|please|pls|too|instead))?\W*$"
    r"|(?:and\s+|but\s+)?(?:just|only)\s+"
    r"(?:the\s+|my\s+|our\s+|mine\b|in\b|those\b|for\b|[\w'’-]+\W*(?:please|ones|schools)?\W*$)"
    r"|(?:show me |any |and )?(?:more|others?|the rest|past ones|previous ones)"
    r"(?: please| like that| too| as well)?\W*$)",
    re.IGNORECASE,
)
# 'And the high school?', 'no, the primary': another school of the same name.
_A_KIND: Final = re.compile(
    r"^\W*(?:(?:and|but|no+|naw|nope|sorry|oops|ok|what about|how about|whit aboot)\W+)*(?:(?:for|at|of|is|in)\s+)?"
    r"the\s+(?:primary|academy|high|secondary|nursery|infant|grammar|elc|gaelic|special)(?:\s+(?:school|one|class|unit))?"
    r"(?:\W+(?:please|pls|i mean[t]?|sorry|then|too|instead))?\W*$",
    re.IGNORECASE,
)
_ONE_AFTER: Final = re.compile(
    r"^\W*(?:(?:and|what about|how about|when'?s|when is|what'?s)\W+)*(?:the\s+)?"
    r"(?:(?:one|ones|visit|visits|next one)\s+after(?:\s+(?:that|it|this))?|after\s+(?:that|this)(?:\s+one)?)"
    r"(?:\s+(?:please|pls|then))?\W*$",
    re.IGNORECASE,
)
_CHOICE: Final = re.compile(
    r"^\W*(?:no[, ]+)?(?:yes[, ]+)?(?:the )?(?P<which>first|1st|second|2nd|third|3rd|last|other|1|2|3)"
    r"(?: one| school| of (?:them|those|these))?(?: please| thanks| pls)?\W*$",
    re.IGNORECASE,
)
_NUMBERS: Final = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3"}


def carried_topics(reading: Reading, before: str) -> frozenset[str]:
    """The concepts that a sentence without a topic of its own takes over from the intent before it."""
    if reading.concepts & _OWN_TOPIC or not reading.concepts & (_QUESTION | {"pronoun"}):
        return frozenset()
    if reading.concepts & {"thanks", "hello", "help"} and not reading.concepts & {"pronoun", "why", "who", "when"}:
        return frozenset()
    topic = next((topic for start, topic in _TOPICS.items() if before.startswith(start)), "")
    return frozenset({topic, _UNIONS.get(topic, topic)}) if topic else frozenset()


def is_ellipsis(reading: Reading, before: str) -> bool:
    """Whether a sentence only puts another place, day or kind in place of the one just asked about."""
    if before in TALK or len(reading.tokens) > _LONGEST_ELLIPSIS or not reading.concepts & _PLACE:
        return False
    asks_anew = reading.concepts & (_QUESTION | (_OWN_TOPIC - {"bare", "tiering", "topic"}))
    own_topic = "tier" in reading.concepts or "practice" in reading.concepts
    return not asks_anew and not own_topic and (before in _TO_BE_FILLED_IN or _opens_so(reading))


def _opens_so(reading: Reading) -> bool:
    named = bool(reading.name) and len(reading.tokens) <= 4
    return "reopening" in reading.concepts or named or len(reading.tokens) <= 3


def refers_back(reading: Reading, topics: frozenset[str], intent: str) -> bool:
    """Whether what the sentence leaves out is to be taken from the one before."""
    return intent not in TALK and bool(
        topics or reading.concepts & {"pronoun", "reopening"} or len(reading.tokens) <= 3
    )


def is_offer(previous: str) -> bool:
    """Whether Cairn's sentence before waits for a yes or no ('Shall I book it?'); 'Which one …?' does not."""
    return bool(_OFFER.search(previous)) and not previous.lower().lstrip().startswith("which")


def says_yes(texts: Sequence[str]) -> bool:
    """Whether a word among these says yes, whatever went before."""
    return not _YES_WORDS.isdisjoint(texts)


def choice_in(words: str) -> str:
    """'1', '2', '3', 'last' or 'other' where the sentence only picks one of several; '' otherwise."""
    found = _CHOICE.match(words)
    which = found["which"].lower() if found else ""
    return _NUMBERS.get(which, which)


def is_another_cut(words: str) -> bool:
    """Whether a sentence only asks for another part of what was just asked: 'the secondary one', 'only primaries'."""
    return bool(_ANOTHER_CUT.match(words))


def names_a_kind_alone(words: str) -> bool:
    """Whether a sentence names only a type of school: 'and the high school?', 'no, the academy'."""
    return bool(_A_KIND.match(words))


def asks_for_the_one_after(words: str) -> bool:
    """Whether a sentence only asks for what comes after the visit just told: 'and the one after?'."""
    return bool(_ONE_AFTER.match(words))


def corrects(words: str) -> bool:
    """Whether a sentence takes back the one before: 'no, the academy', 'sorry, I meant Braehead'."""
    return bool(_CORRECTS.search(words))
