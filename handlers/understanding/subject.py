"""Which of two schools named in one sentence it asks about, where the words around the names say so plainly.

'Did Fearnbrae not use to be targeted, or am I mixing it up with Tarrieburn' asks about Fearnbrae; where nothing says
which is meant, both are offered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from handlers.understanding.schools import Found

# Just before a name: it is only mentioned.
_SET_ASIDE: Final = re.compile(
    r"(?:\b(?:mix(?:ing|ed|in)?|muddl(?:ing|ed|in)|confus(?:ing|ed|in)) (?:(?:it|them|that|this|us|me) )?"
    r"(?:up )?(?:with|wi)"
    r"|\b(?:instead of|rather than|as opposed to|not|unlike|next door to|along from|moderat\w+ (?:with|wi|w/)"
    r"|same as|back from"
    r"|(?:better|worse|higher|lower|more|less|bigger|smaller) than|same (?:week|day|time|boat|trip|morning) as"
    r"|transitions? (?:to|into|with)|hub (?:w/|with|wi)|(?:school|one|yin|head|folk) (?:over )?on"
    r"|distance of|near|close to"
    r"|link(?:s|ed)? (?:up )?with|shared? with|joint(?:ly)? with|together with|visited"
    r"|(?:shut|closed|blocked|flooded|stuck|held up) (?:at|by|near)|partner school on|another one from))"
    r" (?:the |at |for )?$",
    re.IGNORECASE,
)
_ONLY_BESIDE: Final = re.compile(
    r"\b(?:moderat\w+ (?:\w+ ){0,6}(?:with|wi|w/)|(?:driving )?distance of|near|nearby|close to|handy for"
    r"|\b(?:a|any|another) (?:head|colleague|teacher) (?:over |up |down )?in"
    r"|(?:lady|man|chap|woman|wumman|lad|lassie|folk|families|friend|pal) (?:fae|frae|from|in)"
    r"|not (?:fae|frae|from|(?:any|some)(?:body|one) (?:fae|frae|from|in|at))"
    r"|(?:mix\w*|muddl\w*|confus\w*) (?:us|it|me|them|that|this) (?:up )?(?:with|wi)"
    r"|(?:night out|lunch|dinner|drinks|hotel|restaurant|b&b|room|somewhere (?:\w+ ){0,6}) ?in) (?:the )?$",
    re.IGNORECASE,
)
_A_TOWN: Final = re.compile(r"^ (?:side|families|town|folk (?:who|that))\b", re.IGNORECASE)
# Just after a name: what is said of it needs nothing done.
_LEFT_ALONE: Final = re.compile(
    r"^(?:'s|’s)?,? (?:(?:wants|would like|asked|has asked|is keen|is looking) (?:to|about|for)"
    r"|keeps (?:its|their)|stays (?:as|where|put)|is (?:fine|sorted|done already|settled)|can stay"
    r"|done (?:on the same|too|as well)"
    r"|was (?:fixed|sorted|done|settled)|way\b|office\b|ferry\b|boat\b|road\b|hotel\b|run\b|anyway\b)",
    re.IGNORECASE,
)
# Just before or after a name: it is this school's matter that is asked about.
_MATTER: Final = r"(?:visits?|notes?|records?|reports?|write[- ]?up|tier|level|plan|officer|meeting|slot|review|v[1-4])"
_ITS_MATTER: Final = re.compile(rf"^(?:(?:'s|’s|s'|s’) (?:\w+ )?| ){_MATTER}\b", re.IGNORECASE)
_MATTER_OF: Final = re.compile(
    rf"\b{_MATTER} (?:\w+ ly )?(?:(?:to|for|of|at|with|about|on|from) (?:the )?)?$", re.IGNORECASE
)
# 'No, scratch that, just the Leacan.'
_TAKEN_BACK: Final = re.compile(
    r"\b(?:scratch that|i mean[t]?|correction|no wait|i should say|make that|start(?:ing)? with"
    r"|begin(?:ning)? with)[,:]? (?:just |only |at |for |the ){0,3}$",
    re.IGNORECASE,
)
_I_MEAN: Final = re.compile(r"^,? (?:i mean|i meant|i should say)\b", re.IGNORECASE)
_AND: Final = re.compile(
    r"^['’s\s]*(?:,|and|&|or|plus|and also|as well as)\s*(?:and |for |at |of |to |in |the )*$", re.IGNORECASE
)
_ENDS_A_SENTENCE: Final = re.compile(r"[.;!?]\s")
_CHOOSES: Final = re.compile(r"\bor\b", re.IGNORECASE)
_OF_ME: Final = re.compile(r"\b(?:i|i['’]?m|me|my)\b", re.IGNORECASE)
_TOLD_FIRST: Final = frozenset({"record_visit", "dispute_record"})
_PAIRED: Final = frozenset({"mentor_of", "my_mentees", "pairs_list"})


class _Named(NamedTuple):
    found: Found
    before: str
    after: str
    start: int
    end: int


def asked_about(parts: Sequence[Found], words: str, action: str) -> Found | None:
    """The one of several schools named that is asked about; an empty one where none is; None where nothing says so."""
    named = _placed(parts, words)
    often = Counter(one.found.matches[0].school.id for one in named)
    most = [one for one in named if often[one.found.matches[0].school.id] > 1]
    if most and len(most) == max(often.values()):
        # 'Both are the same morning, take Kinlochalder to the afternoon': the one spoken of again.
        return most[0].found
    instead = [one for one in named if _TAKEN_BACK.search(one.before) or _I_MEAN.match(one.after)]
    if instead:
        return instead[-1].found
    if action in _PAIRED and _CHOOSES.search(words[named[0].end : named[-1].start]) and _OF_ME.search(words):
        # 'Who am I mentoring, Skeligarth or Torabost?' asks about the asker.
        return Found()
    kept = [one for one in named if not (_SET_ASIDE.search(one.before) or _LEFT_ALONE.match(one.after))]
    one = kept[0] if len(kept) == 1 else _by_the_matter(kept or named, words, action)
    return one.found if one else None


def only_mentioned(found: Found, words: str) -> bool:
    """Whether the one school named is no more than beside the matter: 'moderation with Brigalder', 'near Lochalder'."""
    before, mention, after = words.partition(found.mention)
    return bool(mention) and bool(_ONLY_BESIDE.search(before) or _A_TOWN.match(after))


def _by_the_matter(named: Sequence[_Named], words: str, action: str) -> _Named | None:
    """The one whose visit, note or level is spoken of, or in whose school somebody is looked for."""
    if any(_AND.match(words[one.end : other.start]) for one, other in pairwise(named)):
        return None
    if action == "practice_contact":
        # 'Put the head at Fearnbrae in touch with whoever runs it at Tarrieburn.'
        return named[-1]
    its = [one for one in named if _ITS_MATTER.match(one.after) or _MATTER_OF.search(one.before)]
    if len(its) == 1:
        return its[0]
    apart = all(_ENDS_A_SENTENCE.search(words[named[0].end : one.start]) for one in named[1:])
    return named[0] if apart and action in _TOLD_FIRST else None


def _placed(parts: Sequence[Found], words: str) -> list[_Named]:
    """Each name with what stands before and after it, in the order of the words."""
    placed, at = [], 0
    for part in parts:
        start = words.find(part.mention, at)
        start = start if start >= 0 else max(words.find(part.mention), 0)
        end = at = start + len(part.mention)
        placed.append(_Named(part, words[:start], words[end:], start, end))
    return placed
