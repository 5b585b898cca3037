"""Times of day in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Final

from handlers.understanding.numbers import MONTH, NUMBER, WEEKDAY, number_of, readable
from handlers.understanding.patterns import Pattern

_HOUR: Final = r"(?:2[0-3]|1\d|0?\d|twelve|eleven|ten|nine|eight|seven|six|five|four|three|two|one)"
_HALF: Final = r"(?:\s*(?P<half>a\.?m\b\.?|p\.?m\b\.?|in the (?:morning|afternoon|evening)|at night))"
_AT: Final = r"(?:\bat|\bby|\bfrom|\bbetween|\baround|\babout|\bfor|\bmake it|@|\buntil|\btill|\bsay)\s*"
_AFTER_A_BARE_HOUR: Final = (
    r"(?=\s*(?:$|[,?!;)]|\.(?!\d)|-\s*\d|(?:on|in|with|please|pls|instead|tomorrow|today|to|until|till|next|this"
    r"|will|would"
    r"|be|if|for|and|or|as|rather|not|no|now|out|suits?|then|when|after|before|once|but|because|so|sharp|is)\b"
    r"|(?:mon|tue|wed|thu|fri)))"
)
_PARTS: Final = {"half": 30, "quarter": 15, "twenty-five": 25, "twenty five": 25, "twenty": 20}
_ENDS_HERE: Final = (
    r"(?=\s*(?:$|[,?!;]|\.(?!\d)|(?:instead|please|pls|then|would|will|if|maybe|mibbe|suits?|ideally)\b))"
)
_MINUTES_ALONE: Final = Pattern(rf"\b(?P<part>half|quarter|twenty|ten|five)\s+(?P<way>past|to){_ENDS_HERE}")
_LATER: Final = Pattern(
    rf"\b(?P<n>half\s+an|{NUMBER})\s+(?P<unit>hours?|min(?:ute)?s?)\s+(?P<way>later|earlier|sooner)\b(?!\s+than)"
)
_CHANGES: Final = Pattern(
    r"\b(?:change|move|shift|switch|push|bump|bring|swap|alter|reschedul\w+|put|goes|go|becomes?|amend|instead|make"
    r"|running)\b"
)
_GIVEN_UP: Final = Pattern(r"(?:\bnot|\bno|\bthan|instead of|\bnae|n't)\s+(?:(?:at|for|be|do)\s+)*$")
_STOOD: Final = Pattern(r"\bfrom\s+(?:the\s+)?$")
_TO: Final = Pattern(r"\b(?:to|becomes?|now)\s+(?:(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\s+\w+\s+|\w+day\s+)?(?:at\s+)?$")
_NEW: Final = Pattern(
    r"(?:->|→|=>|\bmake (?:it|that)|\bneed(?:ed)? (?:it )?(?:at|for|to be)?|\bnow|\bbe(?: at)?"
    r"|\binstead,?)\s*(?:at\s+)?$"
)
# How far before a time, in characters, the words stand that tell what it is.
_BESIDE: Final = 48
# Most sentences name no time at all: none of the forms below is without one of these.
_MAY_NAME_ONE: Final = Pattern(rf"\d|\b(?:{_HOUR}|noon|midday)\b")
_Reader = Callable[[re.Match[str]], time | None]


def find_time(words: str) -> time | None:
    """The time of day named, on the authority's clock (no zone), or None: of several the new one, else the first.

    Without am or pm the hours 1 to 6 are in the afternoon, as a school day is (ours); a leading zero or an hour past 12
    is the 24-hour clock. A decimal such as a quality indicator (2.3), a price or a share is no time.
    """
    text = readable(words)
    if not _MAY_NAME_ONE.search(text):
        return None
    for pattern, read in _FORMS:
        found = [(match.start(), match.end(), read(match)) for match in pattern.finditer(text)]
        said = sorted((start, end, moment) for start, end, moment in found if moment is not None)
        if said:
            _, end, moment = _meant(said, text)
            return shifted_time(moment, text[end:]) or moment
    return None


def _meant(said: list[tuple[int, int, time]], text: str) -> tuple[int, int, time]:
    """Of several times the one that is not given up: 'change it from 10am to 1pm', 'not half nine, half ten'."""
    if len(said) == 1:
        return said[0]
    changes = bool(_CHANGES.search(text))
    led = {one: text[max(one[0] - _BESIDE, 0) : one[0]] for one in said}
    kept = [one for one in said if not _GIVEN_UP.search(led[one]) and not (changes and _STOOD.search(led[one]))]
    new = [one for one in kept or said if _NEW.search(led[one]) or (changes and _TO.search(led[one]))]
    return new[-1] if new else (kept or said)[0]


def shifted_time(moment: time, words: str) -> time | None:
    """A time by what is said after it or of it: 'an hour later', 'so quarter past'; None where that is nothing."""
    text = readable(words)
    alone, later = _MINUTES_ALONE.search(text), _LATER.search(text)
    if alone:
        minutes = number_of(alone["part"]) if alone["part"] not in _PARTS else _PARTS[alone["part"]]
        whole = moment.hour * 60 + (minutes if alone["way"] == "past" else -minutes)
    elif later:
        length = 30 if later["n"].startswith("half") else number_of(later["n"]) * (60 if later["unit"][0] == "h" else 1)
        whole = moment.hour * 60 + moment.minute + (-length if later["way"] in ("earlier", "sooner") else length)
    else:
        return None
    return time(whole // 60, whole % 60) if 0 <= whole < 24 * 60 else None


def _clock(hour: str, minute: int, half: str | None) -> time | None:
    number = number_of(hour)
    if half:
        if not 1 <= number <= 12:
            return None if number == 0 or number > 23 else time(number, minute)
        late = half.startswith("p") or "afternoon" in half or "evening" in half or "night" in half
        return time(number % 12 + (12 if late else 0), minute)
    afternoon = 1 <= number <= 6 and not hour.startswith("0")
    return time(number + 12 if afternoon else number, minute) if number <= 23 else None


def _noon(_: re.Match[str]) -> time:
    return time(12)


def _hour_and_minute(match: re.Match[str]) -> time | None:
    return _clock(match["hour"], int(match["minute"]), match["half"])


def _whole_hour(match: re.Match[str]) -> time | None:
    return _clock(match["hour"], 0, match.groupdict().get("half"))


def _past_or_to(match: re.Match[str]) -> time | None:
    part = match["part"]
    minutes = _PARTS.get(part) or number_of(part)
    hour = _clock(match["hour"], 0, match["half"])
    if hour is None or not 0 < minutes < 60:
        return None
    whole = hour.hour * 60 + (minutes if match["way"] == "past" else -minutes)
    return time(whole // 60 % 24, whole % 60)


def _half_hour(match: re.Match[str]) -> time | None:
    return _clock(match["hour"], 30, match["half"])


def _form(pattern: str, read: _Reader) -> tuple[Pattern, _Reader]:
    return Pattern(pattern), read


# The most telling forms first: a later one is looked for only where no earlier one stands in the sentence.
_FORMS: Final = (
    _form(rf"\b(?P<hour>{_HOUR})\s*(?:-|to|till|until)\s*(?:noon|midday)\b", _whole_hour),
    _form(r"(?<!\bby )(?<!before )(?<!until )(?<!till )\b(?:noon|midday)\b", _noon),
    _form(
        rf"(?<!half )(?<!past )(?<!to )(?<![\w:./£$-])(?P<hour>{_HOUR})\s+(?:instead of|rather than|not|no)\s+"
        rf"(?:at\s+)?(?:half\s+)?{_HOUR}\b(?!\s*[%/])",
        _whole_hour,
    ),
    _form(rf"(?<![\w:./£$-])(?P<hour>{_HOUR})\s*(?:-|to|till|until)\s*{_HOUR}[.:][0-5]\d\b", _whole_hour),
    _form(rf"(?<!half )(?<!past )(?<![\w:./£$-])(?P<hour>{_HOUR})\s*(?:till|until)\s*{_HOUR}\b", _whole_hour),
    _form(rf"(?:,|\bat|\bfrom)\s*(?P<hour>{_HOUR})\s*-\s*{_HOUR}(?=\s*(?:$|[,?!]))", _whole_hour),
    _form(rf"(?<![\w:./£$-])(?P<hour>{_HOUR})\s?-?ish\b", _whole_hour),
    _form(rf"(?<![\w:./£$-])(?P<hour>{_HOUR})\s+(?:sharp|prompt|on\s+the\s+dot)\b", _whole_hour),
    _form(rf"\bback\s+of\s+(?P<hour>{_HOUR})\b(?!\s*[%/.:]\d)", _whole_hour),
    _form(
        rf"\b(?P<part>half|quarter|twenty[- ]five|twenty|ten|five|\d{{1,2}})(?:\s+min(?:ute)?s?)?\s+(?P<way>past|to)\s+"
        rf"(?P<hour>{_HOUR})\b{_HALF}?(?!\s*(?:[/%]|st\b|nd\b|rd\b|th\b|schools?\b))",
        lambda match: None if match["part"].isdecimal() and match["way"] == "to" else _past_or_to(match),
    ),
    _form(rf"\bat\s+(?P<part>5|10|20|25)\s+(?P<way>to)\s+(?P<hour>{_HOUR})\b(?!\s*[a-z/%]){_HALF}?", _past_or_to),
    _form(
        r"(?<![\w:./£$-])(?P<part>5|20|25)\s+(?P<way>to)\s+(?P<hour>[1-4])(?P<half>)(?=\s*(?:$|[,?!.]))", _past_or_to
    ),
    _form(rf"\bhalf\s+(?P<hour>{_HOUR})\b{_HALF}?(?!\s*(?:[/%]|schools?\b))", _half_hour),
    _form(rf"(?<![\d:./£$-])(?P<hour>{_HOUR})\s?:\s?(?P<minute>[0-5]\d)(?!\d){_HALF}?", _hour_and_minute),
    _form(rf"(?<![\w:./£$-])(?P<hour>{_HOUR})[.](?P<minute>[0-5]\d){_HALF}", _hour_and_minute),
    _form(rf"(?<![\w:./])(?P<hour>{_HOUR})(?:\s*(?:-|to)\s*{_HOUR})?{_HALF}", _whole_hour),
    _form(
        rf"(?<!qi )(?<![\w:./£$-])(?P<hour>{_HOUR})[.](?P<minute>[0-5][05])(?!\d|[./]\d|\s*(?:%|per\s?cent)){_HALF}?",
        _hour_and_minute,
    ),
    _form(rf"(?<![\w:./])(?P<hour>{_HOUR})\s*o'?\s?clock\b", _whole_hour),
    _form(r"(?<![\w:./])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<half>)\s*(?:hrs|hours|h)\b", _hour_and_minute),
    _form(r"\bat\s+(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5][05])(?P<half>)\b", _hour_and_minute),
    _form(
        r"(?<![\w:.£$-])(?P<hour>0[7-9]|1[0-7])(?P<minute>00|15|30|45)(?P<half>)(?=\s*(?:$|[,?!;)/]|\.(?!\d)))",
        _hour_and_minute,
    ),
    _form(
        rf"(?:\d[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\b(?:{MONTH}|{WEEKDAY})|\d(?:st|nd|rd|th)),?\s+"
        r"(?P<hour>0[7-9]|1[0-7])(?P<minute>[0-5][05])(?P<half>)\b(?!\s*[/%])",
        _hour_and_minute,
    ),
    _form(
        rf"{_AT}(?P<hour>{_HOUR})\b(?!\s*(?:[/%:]|\.\d|(?:to|-|until|till)\s*\d+\s*[a-z])){_AFTER_A_BARE_HOUR}",
        _whole_hour,
    ),
    _form(
        rf"(?:\b(?:{WEEKDAY}|tomorrow|today)|\d(?:st|nd|rd|th))\s*[.,;]\s+(?P<hour>{_HOUR})(?=\s*(?:$|[,?!;]"
        rf"|\.(?!\d)))",
        _whole_hour,
    ),
    _form(rf"(?:^|[.?!,;]\s)\s*(?P<hour>{_HOUR})\s+(?:maybe|mibbe|perhaps|say|ideally)\b", _whole_hour),
    _form(r"\b(?:noon|midday)\b", _noon),
)
