"""The words around a day that tell whether it is wanted or given up."""

from __future__ import annotations

from typing import Final

from handlers.understanding.patterns import Pattern

_FILLERS: Final = (
    r"(?:(?:the|a|on|in|be|next|about|w/?c|week|beginning|commencing|it|that|this|for|us|out|first thing|morning"
    r"|afternoon)\s+)*$"
)
# What stands right before a day that is wanted: 'to the 10th', 'make it the 10th', 'I'll offer them the 10th'.
WANTED_BEFORE: Final = Pattern(
    r"(?:(?:->|→|=>)\s*|\b(?:(?<!was )(?<!were )(?<!meant )(?<!due )to|into|until|till|for|make (?:it|that)"
    r"|(?<!only )do|tae"
    r"|(?<!was to )(?<!meant to )be|being|bec[ao]mes?(?: \w+){0,3}|new (?:date|day|slot)\b[^.?!]{0,40}? (?:is|be)"
    r"|now|come|maybe|mibbe|perhaps|possibly|say|try"
    r"|how about|what about"
    r"|(?:go|stick) with|settle on|opt for|any chance of|chance of|(?:it'?s|is) (?:meant|supposed) to be"
    r"|gi[ev]e? (?:me|us)|offer(?: (?:them|him|her|you))?|(?:has|have|needs?|going|got) to be|ideally"
    r"|i'?ll (?:come|be|do|see)(?: \w+)?|(?:rather(?! than)|sooner(?! than)|prefer) (?:\w+ ){0,4}?"
    r"|use (?:\w+ ){1,3}?|wants? (?:me|us|her|him|them|it|you)"
    r"|put (?:\w+ ){1,3}?)(?:\s+|$))" + _FILLERS
)
# 'Into the new year, 13th Jan', 'next week, say, Tuesday'.
WANTED_IN: Final = Pattern(
    r"\b(?:in|into|to|till|until|after)\s+(?:the\s+)?(?:new\s+year|next\s+(?:week|month|term)|january|february|march"
    r"|april|may|june"
    r"|august|september|october|november|december)\s*[,:;-]?\s*(?:say\W*|the\s+)?$"
)
# 'So could she come on Friday', 'might the Monday after be free': asked for, whatever stands between.
ASKED_BEFORE: Final = Pattern(
    r"\b(?:could|would|might|can|will|so|shall|should|let'?s|happy|offer\w*|suggest\w*|propose\w*|(?:i|we|s?he|they"
    r"|it)'?ll)\s+"
    r"(?:(?!not\b)[\w'.:]+\s+){0,6}$"
)
# 'Could he no come on Friday' asks for it.
SCOTS_WISH: Final = Pattern(r"\b(?:could|can|would|will)\s+(?:\w+\s+){1,3}no\s+(?!be\b)\w+\s+(?:\w+\s+){0,2}$")
WANTED_AFTER: Final = Pattern(
    r"^'?s?\s*(?:\w+\s+){0,2}?(?:would\s+|will\s+|is\s+|might\s+|could\s+)?"
    r"(?:suits?|be (?:\w+ )?(?:better|kinder|easier|ideal|great|good|fine|free|grand|perfect)|(?:is )?better"
    r"|will(?=\s*(?:$|[,.?!]))|works?"
    r"|then|it is"
    r"|do(?:es)?\b(?!n)|fine|possible|ok|okay|clear|free|available|any (?:good|use)|good|great|grand|dae"
    r"|if (?:you|she|he|they|that|it))\b"
    r"|^\W*(?:now(?=\s*[.,!?])|maybe|mibbe|perhaps|ideally|please\W*$|if (?:you|she|he|they|that)|would (?:suit|do|be))"
)
# The day before these words is wanted, the one behind them not.
RATHER_THAN: Final = Pattern(r"^\W*(?:rather than|instead of)\b(?!\s+(?:it|that|this)\b)")
INSTEAD: Final = Pattern(r"\binstead\b(?!\s+of\b(?!\s+(?:it|that|this)\b))")
# What stands right before a day that is given up: 'rather than the 8th', 'off the 8th', 'no be on the 8th'.
GIVEN_UP_BEFORE: Final = Pattern(
    r"\b(?:rather than|instead of|in place of|in lieu of|than|off|out of|from|(?:any\w*|days?|nothing) (?:but|bar)"
    r"|except"
    r"|not?(?! (?:good|use|longer|more|able|suitable|great|ideal|possible)))\s+(?:(?:on|for|at|the|being|next"
    r"|this)\s+)*$"
    r"|(?:n't|\b(?:can|won|don|isn|doesn|couldn)t|nae|nny|\bnot|\bnever|\bcannot|\bno\s+(?:be|dae|do|make|manage|come"
    r"|suit))\s+(?:(?!but\b)\w+\s+){0,3}(?:(?:the|on|for)\s+)*$"
)
# 'Our visit of the 8th', 'the one that was to be the 8th', 'it had been the afternoon of the 8th'.
STANDS_ON: Final = Pattern(
    r"\b(?:visits?|one|meeting|session|call|thing|slot|v\d|review|what we had)\s+(?:\w+\s+)?(?:in\s+)?(?:on|of"
    r"|for)\s+(?:the\s+)?$"
    r"|(?<!\bus )(?<!\bme )\b(?:down|booked|set|scheduled|planned|pencilled|due|had|got|arranged|fixed"
    r"|out|off|away)\s+"
    r"(?:in\s+)?(?:on|for)\s+(?:the\s+)?$"
    r"|\b(?:was|were|had|agreed|had been|(?:(?:was|were)\s+)?(?:(?<!s )meant|(?<!s )supposed|due)\s+to\s+be|(?:was"
    r"|were)\s+to\s+be)\s+(?:(?:on|for|the|morning"
    r"|afternoon|of"
    r"|in)\s+)*$"
)
# What is on that day besides, or what is to be done with it.
TAKEN_BEFORE: Final = Pattern(
    r"\b(?:cancel|drop|scrap|swap|shift|move|bump|change|lose|reschedule)\s+(?:(?:the|on|from)\s+)*$"
    r"|\b(?:clash\w*|trip|drill|full|busy|away|shut|closed|holiday|strike|training|fair|show|nativity|concert|panto"
    r"|exams?"
    r"|prelims?|photographer|jags|funeral|wedding|court|rehearsals?|inspection|cover|supply|teaching|council)(?:'s)?\s+"
    r"(?:(?:in|at|with)\s+(?:\w+\s+){1,3})?(?:(?:is|now|with|the|on|for|from)\s+)*$"
)
GIVEN_UP_AFTER: Final = Pattern(
    r"^(?:'s|\s+(?:is|are|was|has|have|will))?\s*(?:[\w']+\s+){0,2}?(?:isn'?t|isnae|is not|not|no(?! wait)|won'?t"
    r"|doesn'?t|didn'?t"
    r"|cannae|can'?t|cannot|out|off|impossible|full|a (?:holiday|bust|goner|no-?go|washout|clash)|closed|shut"
    r"|clash\w*|gone"
    r"|taken|awkward|useless|beyond us|needs? (?:to|another|moved|shifted|a new)"
    r"|(?:has|have|will have) to (?:move|go|wait|shift))\b|^\W*(?:we'?re|it'?s|they'?re) (?:shut|closed|off|the \w+)\b"
)
# 'Today's visit', 'the Thursday one', 'Tuesday's on a screen': the day on which it stands.
OF_THE_VISIT: Final = Pattern(
    r"^(?:'s)?\s+(?:\w+\s+){0,2}?(?:visit|meeting|call|session)\b|^(?:'s\s+|\s{3,})(?:one|on|online|by)\b"
)
# A move within its day.
OTHER_HOUR: Final = Pattern(
    r"\b(?:hours?|minutes?|mins?) (?:later|earlier)\b|\b(?:later|earlier) (?:start|in the (?:day|morning|afternoon))\b"
    r"|\b(?:morning|afternoon) (?:rather than|instead of|not) the (?:morning|afternoon)\b"
    r"|\brather than the (?:morning|afternoon)\b"
)
SUITS_WELL: Final = Pattern(r"\b(?:suits?|better|kinder|easier|works?|free|grand|fine)\b")
