"""Numbers, weekdays and months as they are written in a sentence, and the patterns that find them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

READ_AT_MOST: Final = 2_000
_NAMES: Final = "one two three four five six seven eight nine ten eleven twelve"
_BY_NAME: Final = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_BY_NAME.update({"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "couple": 2, "a couple": 2})

NUMBER: Final = (
    r"(?:\d{1,3}|(?:a\s+)?couple(?:\s+of)?|twelve|eleven|ten|nine|eight|seven|six|five|four|three|two|one|an?)"
)
ORDINAL: Final = r"(?:st|nd|rd|th)"
WEEKDAY: Final = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|wensday|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS: Final = ("mon", "tue", "we", "thu", "fri", "sat", "sun")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PAST: Final = re.compile(
    r"\b(?:was(?! to be\b)|were(?! to be\b)|did|had(?! (?:for|booked|down|planned|scheduled|pencilled)\b)|ago"
    r"|last(?! on\b)(?! (?:full )?(?:week"
    r"|days?|fortnight) (?:of|before)\b)|(?<!\bbe )(?<!being )(?<!get )(?<!getting )visited|took|came|started|began"
    r"|saw(?! you)|decided(?! to)|happened|went"
    r"|held|took place|record(?:ed)?|log(?:ged)?|missed|since|as of)\b"
)
# What is asked for or refused lies ahead, whatever else of a sentence lies behind.
_AHEAD: Final = re.compile(
    r"\b(?:book|put (?:me|us|it|them|her|him)|pencil|arrange|schedule|wants?|need|hope|can|could|will|would|might"
    r"|shall|going to|come"
    r"|again"
    r"|instead|move|shift|make it|won'?t|shan'?t|can'?t|cannot|cannae|isn'?t|not doing|due|i'?m|we'?re|they'?re)\b"
)
_PLAINLY_AHEAD: Final = re.compile(
    r"\b(?:book|put (?:me|us) (?:in|down)|pencil|will|won'?t|shan'?t|going to|can'?t|cannot|cannae"
    r"|not (?:be )?(?:doing|able|coming)"
    r"|again on|next (?:visit|one|time)|could it|would it)\b"
)
_UNTIL: Final = re.compile(r"\b(?:by|until|till|due)\s+(?:the\s+)?$")
_STOPS: Final = ".?!;"


# Days, periods and times are looked for in the same words one after the other.
@lru_cache(maxsize=4)
def readable(words: str) -> str:
    """The first 2,000 characters in lower case with plain digits, dashes and apostrophes."""
    text = unicodedata.normalize("NFKC", words[:READ_AT_MOST]).lower()
    plain = re.sub(r"[‐‑‒–—−]", "-", re.sub(r"[’‘`´]|&apos;|&#0*39;", "'", text))
    plain = _NEARLY_A_DAY.sub(lambda found: _day_meant(found[0]), plain)
    return plain if not _OTHERWISE_SAID.search(plain) else _in_english(plain)


_LONG_DAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "january", "february", "august", "september", "october",
    "november", "december", "tomorrow",
)  # fmt: skip
# Words that begin and end as one of these does.
_NEARLY_A_DAY: Final = re.compile(r"\b(?:[mtwf][a-z]{2,8}[dy]a?y|[jfasond][a-z]{3,8}(?:ry|r|st)|tom[a-z]{3,6})\b")


@lru_cache(maxsize=1024)
def _day_meant(word: str) -> str:
    """'Wendesday' as Wednesday: a slip of the keyboard in a day or month put right, any other word as it stands."""
    for day in () if word in _LONG_DAYS else _LONG_DAYS:
        if word[0] == day[0] and 0 < OSA.distance(word, day, score_cutoff=2) <= (2 if len(day) > 7 else 1):
            return day
    return word


_ORDINAL_WORDS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth"
    " twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_ORDINALS: Final = _ORDINAL_WORDS.split()
_OF_A_MONTH: Final = re.compile(
    rf"\b({'|'.join(sorted((word.replace('-', '[- ]') for word in _ORDINALS), key=len, reverse=True))})"
    rf"(?=\s+of\s+{MONTH}\b)"
)
_LATE_ORDINALS: Final = "|".join(word.replace("-", "[- ]") for word in reversed(_ORDINALS[6:]))
_EARLY_ORDINALS: Final = "|".join(_ORDINALS[:6])
_ORDINAL_ALONE: Final = re.compile(
    rf"(?<=\bthe )(?:{_LATE_ORDINALS})\b"
    rf"|(?<=\bon the )(?:{_EARLY_ORDINALS})\b(?=\s*(?:$|[,.?!]|at\b|if\b|please\b))"
    rf"|(?:(?<=ary the )|(?<=ber the ))(?:{_EARLY_ORDINALS})\b"
)
_SHORT: Final = {
    "afore": "before", "efter": "after", "tween": "between", "atween": "between", "noo": "now", "wk": "week",
    "wks": "weeks", "mth": "month", "aboot": "about", "til": "till", "mornin": "morning", "tae": "to", "frae": "from",
    "fae": "from", "oan": "on", "neist": "next", "nxt": "next", "hauf": "half", "wis": "was", "wiz": "was", "o": "of",
    "efternoon": "afternoon", "eftirnoon": "afternoon", "aifternoon": "afternoon", "forenoon": "morning",
    "insteid": "instead", "eleeven": "eleven", "eleevinth": "eleventh", "eleeventh": "eleventh",
    "eleevint": "eleventh", "twal": "twelve", "twalth": "twelfth", "twalt": "twelfth", "fower": "four",
    "fowerth": "fourth", "fift": "fifth", "saxt": "sixth", "sax": "six", "seeven": "seven", "seevin": "seven",
    "seeventh": "seventh", "seevinth": "seventh", "aicht": "eight", "echt": "eight", "echth": "eighth",
    "aichth": "eighth", "nint": "ninth", "januar": "january", "februar": "february", "mairch": "march",
    "augist": "august", "octoober": "october", "novemmer": "november", "decemmer": "december",
    "septemmer": "september", "tuisday": "tuesday", "fuirsday": "thursday", "wadensday": "wednesday",
    "monanday": "monday",
}  # fmt: skip
# 'The 29th o January', but 'o'clock' and 'Jim o'Brien' stand as they are.
_SHORT_WORD: Final = re.compile(
    rf"\b(?:{'|'.join(word for word in _SHORT if word != 'o')})\b|(?<=\w\s)o'?(?=\s)(?!\s+clock)"
)
_OTHERWISE_SAID: Final = re.compile(
    r"\b(?:tomorrows|todays)\b|\b(?:the (?:morn|morra|morrow|day|nicht)|this (?:morning|afternoon|evening))\b"
    rf"|\b(?:mon|tues|wednes|thurs|fri)days\b|(?:th|st|nd|rd)\s+of\b|\bsecond of\b|\bthis day week\b"
    rf"|{_SHORT_WORD.pattern}|{_ORDINAL_ALONE.pattern}"
)


def _in_english(text: str) -> str:
    """Scots days, short words and 'the second of February' in the words that the readers know."""
    text = _SHORT_WORD.sub(lambda found: _SHORT[found[0].rstrip("'")], text)
    text = re.sub(r"\bthe (?:morn|morra|morrow)\b", "tomorrow", text)
    text = re.sub(r"\bthe nicht\b", "today", re.sub(r"\bthis day week\b", "a week today", text))
    text = re.sub(
        r"(?<!\bof )(?<!\bon )(?<!\bin )\bthe day\b(?! (?:after|before|of|that|when|we|i|you"
        r"|to))(?!'s trip)",
        "today  ",
        text,
    )
    text = re.sub(r"\bthis (?:morning|afternoon|evening)\b", "today", text)
    text = re.sub(r"\b(tomorrow|today)s\b", r"\1 ", text)
    text = _OF_A_MONTH.sub(lambda found: f"{_ORDINALS.index(found[0].replace(' ', '-')) + 1}th", text)
    text = _ORDINAL_ALONE.sub(lambda found: f"{_ORDINALS.index(found[0].replace(' ', '-')) + 1}th", text)
    return re.sub(r"\b((?:mon|tues|wednes|thurs|fri)day)s\b(?=\s+(?:visit|one|meeting|slot|at))", r"\1 ", text)


def number_of(text: str) -> int:
    """The whole number that NUMBER matched."""
    plain = " ".join(text.split())
    return int(plain) if plain.isdecimal() else _BY_NAME[plain]


def weekday_of(text: str) -> int:
    """0 for Monday to 6 for Sunday, of what WEEKDAY matched."""
    return next(number for number, name in enumerate(_WEEKDAYS) if text.startswith(name))


def month_of(text: str) -> int:
    """1 to 12, of what MONTH matched."""
    return _MONTHS.index(text[:3]) + 1


def speaks_of_the_past(text: str) -> bool:
    """Whether a sentence (already readable) tells of what has happened."""
    return bool(_PAST.search(text))


def lies_behind(text: str, start: int, end: int, past: bool | None) -> bool:
    """Whether a day said at a place of a (readable) sentence lies behind.

    `past`: whether the sentence tells of the past; None lets the words decide. What is booked or refused lies ahead,
    though the rest tells of a visit held.
    """
    if past is False:
        return False
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    if past:
        return not _PLAINLY_AHEAD.search(text[first:start])
    if _UNTIL.search(text[first:start]):
        return False
    behind = _PAST.search(text[first:end])
    return bool(behind) or (bool(_PAST.search(text)) and not _AHEAD.search(text[first:end]))
