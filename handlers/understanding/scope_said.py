"""Whose schools a sentence speaks of: the asker's own, those of the cluster, or the whole authority's."""

from __future__ import annotations

from typing import Final

from handlers.understanding.concepts import SCOPES
from handlers.understanding.patterns import Pattern
from handlers.understanding.reading import Reading, phrases_of

_MORE: Final[dict[str, str]] = {
    "mine": (
        "my lot; my ones; my own lot; on my books; of mine; i work with; i am attached to; im attached to; under me; "
        "on me; im down for; i am down for; i called off; my remit; my link; my link heads; my wee schools"
    ),
    "cluster": (
        "our lot; our own lot; our cluster schools; cluster schools; whole cluster; cluster visits; the clusters; "
        "round here; near us; in our asg; across our cluster; our learning partnership; our family group"
    ),
    "authority": (
        "across the piece; right across; everywhere; in any school; any of our establishments; all establishments; "
        "all clusters; across all clusters; every cluster; across clusters; between clusters; between the clusters; "
        "cluster by cluster; per cluster; whole council; council list; full council; all mentor pairs; "
        "all mentoring pairs; all the mentoring pairs; all pairs; every pair; full pairing list; in all the schools; "
        "all our schools; all of our schools; the whole service; every officer; between officers; across officers; "
        "between us officers; per officer; per link officer; by officer; each link officer; "
        "everybody elses; everyone elses; our whole authority; of our schools sit"
    ),
}
_SAID: Final = phrases_of({scope: f"{SCOPES[scope]}; {more}" for scope, more in _MORE.items()})
_CLUSTER_ONLY: Final = Pattern(r"\b(?:my|our|the|this) cluster\b|\bcluster only\b")
_MINE: Final = Pattern(
    r"\b(?:for me|my (?:[\w-]+ )?(?:diary|week|month|day|list|patch|schools?|visits?|heads|heids|calendar|universals?"
    r"|targeteds?|intensives?|v[1-4]s?|plans?|reviews?|primaries|secondaries|lot|ones|targeted|intensive|universal"
    r"|trips|caseload|books))\b"
)
# 'What have I had on', 'reviews I've missed', 'did I actually see': the officer's own, but not 'can I see'.
_I_DID: Final = Pattern(
    r"\b(?:(?:have|had|did|do|am|was|what|which|dates?|visits?|reviews?) i(?:['’]?ve|['’]?m)?\b"
    r"(?! (?:say|ask|see|get))"
    r"|i(?:['’]ve| have) (?:had|got|missed|still|to (?:look|see|do|write|visit))|i should(?:['’]ve| have)|on me\b)"
)
_OF_THE_ASKER: Final = frozenset({"visit_list", "review_due", "plan_overdue", "tier_list", "risk_flags", "next_visit"})
_OURS: Final = Pattern(r"\b(?:our|us) (?:schools|primaries|lot|patch|seven|six|five|eight|nurseries|secondaries)\b")
_WHOLE: Final = frozenset({"oversight_balance"})


def scope_said(intent: str, reading: Reading) -> str:
    """'mine', 'cluster' or 'authority' where the words say so; of a question about balance the authority, unless a
    cluster, a person or a school is named; '' else."""
    words = reading.words.lower()
    if _CLUSTER_ONLY.search(words) and not reading.clusters:
        return "cluster"
    hits = {hit.key for hit in _SAID.longest_in(reading.texts)}
    said = next((scope for scope in ("authority", "mine", "cluster") if scope in hits), "")
    if said == "mine" and intent in _WHOLE:
        # 'I have been asked whether …' is no word of whose schools.
        said = "mine" if _MINE.search(words) else ""
    if said or reading.people or reading.clusters:
        return said
    return _by_the_asker(intent, reading, words)


def _by_the_asker(intent: str, reading: Reading, words: str) -> str:
    if intent in _WHOLE and not _MINE.search(words):
        return "" if reading.name else "authority"
    if _MINE.search(words) or (intent in _OF_THE_ASKER and _I_DID.search(words)):
        return "mine"
    return "cluster" if _OURS.search(words) and not reading.name else ""
