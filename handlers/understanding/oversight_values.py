"""What a question about the whole asks for: an officer's load, or the schools by cluster, sector or officer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.understanding.patterns import Pattern

_LOAD: Final = Pattern(
    r"\b(?:over\s?load(?:ed)?|case\s?loads?|work\s?loads?|loads?|too much on|too stretched|busiest|busy|capacity|room|"
    r"heaviest|lightest|most to do|under pressure)\b"
    r"|\b(?:officers?|qios?|colleagues?|team|staff|who)\b[^.?!]{0,40}\bvisits?\b"
    r"|\bvisits?\b[^.?!]{0,40}\b(?:officers?|qios?|colleagues?|team|staff)\b"
)
_SEVERAL: Final = Pattern(
    r"\b(?:which|what|any|how many|list|name|show)\b[^.?!]{0,30}\b(?:schools|primaries|secondaries|nurseries|centres)\b"
    r"|\bschools? (?:with|that|where|at risk|causing|needing)\b|\bwhich school\b"
)
_ONLY: Final = {
    "discussion": Pattern(r"\bdiscuss"),
    "review": Pattern(
        r"^(?!.*\b(?:plan or|visit or|a plan|plans,))(?=.*\breviews?\b)(?=.*\b(?:overdue|late|due|missed)\b)"
    ),
}
_REVIEW: Final = Pattern(r"\breview|\bagree|\bdisagree|\bwrong\b|\bappeal|\bchallenge|\blooked at\b|\bnot happy\b")
_BY: Final = {
    "officer": Pattern(
        r"\b(?:by|per|each|every|between|across|for)\s+(?:the\s+|all\s+)?(?:link\s+)?(?:officer|qio)s?\b"
    ),
    "cluster": Pattern(r"\b(?:by|per|each|every|between|across|which)\s+(?:the\s+)?cluster(?!\s+lead)s?\b"),
    "sector": Pattern(r"\b(?:by|per|each|every|between|across)\s+(?:the\s+)?sectors?\b"),
}


# Asked of who may see it, the closer matter first.
_SEEN: Final = {
    "intelligence": Pattern(r"\bofficers?['’]? (?:own )?notes\b|\bintelligence\b"),
    "note": Pattern(r"\bnotes?\b|\brecords? of visits?\b"),
    "plan": Pattern(r"\bplans?\b|\bgoals?\b"),
    "concern_figures": Pattern(r"\bcomplaints?\b|\babsences?\b|\bvacanc"),
    "figures": Pattern(r"\bfigures?\b|\bdata\b|\battendance\b|\battainment\b|\bexclusions?\b"),
    "mentoring": Pattern(r"\bmentor"),
    "tier_case": Pattern(r"\bpropos|\bunder discussion\b|\bdiscussion\b"),
    "tier_reason": Pattern(r"\bwhy\b|\breasons?\b"),
    "tier": Pattern(r"\btiers?\b|\bbands?\b|\blevel\b|\bsupport\b|\btargeted\b|\bintensive\b"),
    "visits": Pattern(r"\bvisits?\b"),
}

_FIRST_OF: Final = {"support_gaps": ("only", _ONLY), "who_sees": ("about", _SEEN)}


def oversight_values(intent: str, words: str) -> dict[str, str]:
    """'aspect' is 'load' where officers' work is meant; 'by' how schools are grouped; 'several': not one alone."""
    text = words.lower()
    if intent == "risk_flags":
        return {"several": "true" if _SEVERAL.search(text) else ""}
    if intent in _FIRST_OF:
        name, patterns = _FIRST_OF[intent]
        return {name: _first(patterns, text)}
    if intent == "ask_support":
        return {"wanted": "review" if _REVIEW.search(text) else ""}
    if intent != "oversight_balance":
        return {}
    if _LOAD.search(text):
        return {"aspect": "load"}
    return {"by": _first(_BY, text)}


def _first(patterns: Mapping[str, Pattern], text: str) -> str:
    return next((name for name, pattern in patterns.items() if pattern.search(text)), "")
