"""What mentoring is called, and the authority's rules in the shape that pairing wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from config.authority import Authority
from handlers.wording import say_day, say_list

if TYPE_CHECKING:
    from framework.pairing import Rules

KINDS: Final = {"mentor": "mentor", "buddy": "buddy"}
STATES: Final = {
    "draft": "for the officer to approve",
    "withdrawn": "taken back",
    "proposed": "proposed, either may decline",
    "declined": "did not go ahead",
    "announced": "announced",
    "ended": "ended",
}
MET: Final = {"yes": "yes", "no": "not yet", "unknown": "nobody has said"}
FIT: Final = {"good": "a good fit", "not": "not a good fit", "unknown": "nobody has said"}
# How framework.fitting ends what it says of a wish that is not met.
_NOT_MET: Final = " is not met"
# Names that keep their capital inside a sentence.
_PROPER: Final = ("Gaelic", "English")


def need_names(authority: Authority) -> dict[str, str]:
    """What people may need or be strong in, as it stands inside a sentence, by number or key."""
    indicators = {
        number: f"{_inside(label)} ({number})" for number, label in authority.framework.quality_indicators.items()
    }
    return indicators | {theme.key: _inside(theme.label) for theme in authority.themes.themes}


def _inside(label: str) -> str:
    keeps = label.startswith(_PROPER) or label[1:2].isupper()
    return label if keeps else label[:1].lower() + label[1:]


def say_needs(keys: Iterable[str], authority: Authority) -> str:
    """'leadership of change (1.3) and reading', '' for none."""
    names = need_names(authority)
    return say_list([names.get(key, key) for key in keys])


def say_reasons(reasons: Sequence[str]) -> str:
    """What speaks for a pair as one sentence, and each wish that is not met as another."""
    unmet = [reason for reason in reasons if reason.endswith(_NOT_MET)]
    met = [reason for reason in reasons if reason not in unmet] or ["nobody who fits better has room"]
    wishes = "".join(f" {reason[:1].upper()}{reason[1:]}." for reason in unmet)
    return f"Why: {'; '.join(met)}.{wishes}"


def until(moment: datetime | None, authority: Authority, today: date) -> str:
    """'until Thu 26 November', '' where there is no end."""
    return f"until {say_day(moment.astimezone(authority.timezone).date(), today)}" if moment else ""


def pairing_rules(authority: Authority) -> Rules:
    """The rules of `[mentoring]` as pairing takes them."""
    # Loaded where it is needed: most answers never pair anybody.
    from framework.pairing import Rules, Weights

    rules = authority.framework.mentoring
    return Rules(
        mentor_years=rules.mentor_years,
        buddy_years=rules.buddy_years,
        training_lasts_years=rules.training_lasts_years,
        buddy_within_km=rules.buddy_within_km,
        weights=Weights(**rules.weights.model_dump()),
        need_names=need_names(authority),
    )
