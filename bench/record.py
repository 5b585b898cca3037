"""A fictional authority of any size, put into a record by bulk inserts: schools, posts, tiers, visits and duties.

Nothing here is drawn: the same size makes the same record. `cairn demo` makes the readable one; this one only is large.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, insert
from sqlmodel import Session

from config.authority import Authority, load_authority
from store.columns import table_of
from store.database import Database
from store.duties import Duty
from store.leases import set_fact
from store.migrations import prepare
from store.people import Person, Post
from store.schools import Cluster, School
from store.tiers import TierDecision
from store.visits import Visit

# A Monday in term, ten o'clock: inside the sending hours.
NOW: Final = datetime(2026, 11, 23, 10, tzinfo=UTC)
_FIRST_DAY: Final = date(2025, 8, 18)
_DOMAIN: Final = "authority.example"
_SCHOOLS_OF_AN_OFFICER: Final = 20
_SCHOOLS_OF_A_CLUSTER: Final = 8
_DECISIONS: Final = ("universal", "targeted", "universal")

_BEGINNINGS: Final = (
    "Auchen Bal Birn Brae Cairn Col Corrie Craig Dal Drum Dun Eddle Far Fenn Garva Glen Gour Hadd Inver Kel Kil Kin "
    "Lang Larg Loch Mel Mon Nedder Or Pit Quhar Rath Ruther Scar Skel Strath Tarn Tilly Uld Wester"
)
_ENDINGS: Final = (
    "avost bennick brannoch callion corvie dollan dreggie fassock feddal gellan gowrick harrach irvaig jurrie kennoway "
    "lammie lissan mannoch meddie nellock nuskie ollart parrie pellaig quhidder rannie rossock shennie skeddie tannoch "
    "tevvie tirran torvie umbrie vannick venlaw wharrie whinnock yettie zellan"
)
_KINDS: Final = ("Primary School", "Nursery", "Academy", "RC Primary School")
_PARTS: Final = (
    "Bridge Park Hill Cross Mill Road Street Bank Field House Green Wood Bay Shore Moor Court Brae View Grange Kirk "
    "Glebe Quarry Harbour Haven Ford Burn Side Lodge Meadow Orchard Croft Links Fold Loan Wynd Dale Heights Gate Square"
)
_SECTORS: Final = {"Nursery": "early_years", "Academy": "secondary"}


@dataclass(frozen=True)
class Record:
    """A made record: its file, and how many schools it holds (with the ids 1 to `schools`)."""

    file: Path
    schools: int

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def copy(self, name: str) -> Record:
        """The same record in a file of its own, beside the first."""
        file = self.file.with_name(f"{name}.sqlite3")
        shutil.copy(self.file, file)
        return Record(file, self.schools)


def authority() -> Authority:
    """The configuration that every measurement goes by: our defaults, with the reminders of visits alone.

    The digests of a Monday would be counted with what is measured.
    """
    ours = load_authority(None)
    reminders = tuple(rule for rule in ours.framework.reminders if rule.key in ("visit_upcoming", "note_missing"))
    return replace(ours, framework=ours.framework.model_copy(update={"reminders": reminders}))


def school_names(count: int) -> list[str]:
    """`count` different names of schools that do not exist, near namesakes (such as 'Dunrannie Park') among them."""
    found = list(islice(_all_names(), count))
    if len(found) < count:
        raise ValueError(f"There are {len(found)} names of schools, not {count}.")
    return found


def _all_names() -> Iterator[str]:
    beginnings, endings, parts = _BEGINNINGS.split(), _ENDINGS.split(), _PARTS.split()
    for again, kind, turn, at in product(range(len(parts)), _KINDS, range(len(beginnings)), range(len(endings))):
        # Beginnings and endings turn together, so that a small record is not all of one beginning.
        place = beginnings[(at + turn) % len(beginnings)] + endings[at]
        # Once every place has its schools, others lie in its parts; no part is the same word everywhere.
        part = parts[(again + at + turn) % len(parts)]
        yield f"{place} {part} {kind}" if again else f"{place} {kind}"


def officer_email(school_id: int) -> str:
    """The address of the link officer of a school."""
    return f"officer{_officer_of(school_id)}@{_DOMAIN}"


def officer_id(record: Record, school_id: int) -> int:
    """The person who is link officer of a school."""
    return record.schools + _officer_of(school_id)


def make_record(folder: Path, schools: int) -> Record:
    """A record of `schools` schools, each with a headteacher, a link officer, a cluster and three tier decisions."""
    record = Record(folder / f"schools{schools}.sqlite3", schools)
    database = Database(record.url)
    prepare(database)
    with database.write() as session:
        _put(session, Cluster, ({"id": at + 1, "name": f"Cluster {at + 1}"} for at in range(_clusters(schools))))
        _put(session, School, _schools(schools))
        _put(session, Person, _people(schools))
        _put(session, Post, _posts(schools))
        _put(session, TierDecision, _decisions(schools))
        # What a first round would note, so that it does not lay everything out anew.
        set_fact(session, "rules_fingerprint", authority().fingerprint)
    database.close()
    return record


def add_visits(record: Record, each: int, starts_at: datetime) -> None:
    """`each` agreed visits a school, one a day from `starts_at` on, whose duties count as laid out."""
    with _writing(record) as session:
        _put(session, Visit, _visits(record.schools, each, starts_at))


def add_duties(record: Record, visits: int, opens: datetime, closes: datetime, rules: int = 1) -> None:
    """`rules` waiting duties to the headteacher for each of the first `visits` visits; there is one visit an id."""
    with _writing(record) as session:
        _put(session, Duty, _duties(record.schools, visits, opens, closes, rules))


class _writing:  # noqa: N801 (reads as the verb that it is)
    """One write transaction over a record's file, which is whole again afterwards: nothing stays in its WAL."""

    def __init__(self, record: Record) -> None:
        self._database = Database(record.url)
        self._context = self._database.write()

    def __enter__(self) -> Session:
        return self._context.__enter__()

    def __exit__(self, *raised: Any) -> None:
        self._context.__exit__(*raised)
        self._database.close()


def _put(session: Session, model: type[Any], rows: Iterator[dict[str, Any]]) -> None:
    table: Table = table_of(model)
    session.connection().execute(insert(table), list(rows))


def _clusters(schools: int) -> int:
    return -(-schools // _SCHOOLS_OF_A_CLUSTER)


def _cluster_of(school_id: int) -> int:
    return (school_id - 1) // _SCHOOLS_OF_A_CLUSTER + 1


def _officer_of(school_id: int) -> int:
    return (school_id - 1) // _SCHOOLS_OF_AN_OFFICER + 1


def _schools(count: int) -> Iterator[dict[str, Any]]:
    for school, name in enumerate(school_names(count), 1):
        yield {
            "id": school,
            "seed_code": f"{9_000_000 + school}",
            "name": name,
            "aliases": "",
            "sector": _SECTORS.get(name.rpartition(" ")[2], "primary"),
            "cluster_id": _cluster_of(school),
            "denomination": "",
            "postcode": "",
            "link_officer_email": officer_email(school),
        }


def _people(schools: int) -> Iterator[dict[str, Any]]:
    """The heads have the ids of their schools; the officers follow."""
    for school in range(1, schools + 1):
        yield {"id": school, "email": f"head{school}@{_DOMAIN}", "name": f"Head {_in_letters(school)}"}
    for officer in range(1, _officer_of(schools) + 1):
        name = f"Officer {_in_letters(officer)}"
        yield {"id": schools + officer, "email": f"officer{officer}@{_DOMAIN}", "name": name}


def _in_letters(number: int) -> str:
    return "".join("Abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def _posts(schools: int) -> Iterator[dict[str, Any]]:
    for school in range(1, schools + 1):
        yield {"person_id": school, "role": "headteacher", "school_id": school, "from_date": _FIRST_DAY}
    for officer in range(1, _officer_of(schools) + 1):
        yield {"person_id": schools + officer, "role": "link_officer", "school_id": None, "from_date": _FIRST_DAY}


def _decisions(schools: int) -> Iterator[dict[str, Any]]:
    for school, (at, tier) in product(range(1, schools + 1), enumerate(_DECISIONS)):
        yield {
            "school_id": school,
            "tier": tier,
            "from_date": _FIRST_DAY + timedelta(days=120 * at),
            "reason": "Termly review: the plan is on course.",
            "decided_by_id": schools + _officer_of(school),
            "recorded_at": NOW,
        }


def _visits(schools: int, each: int, starts_at: datetime) -> Iterator[dict[str, Any]]:
    for at, school in product(range(each), range(1, schools + 1)):
        yield {
            "id": at * schools + school,
            "reference": "",
            "school_id": school,
            "visit_type": "V1",
            "starts_at": starts_at + timedelta(days=at),
            "minutes": 90,
            "mode": "in_person",
            "focus": "",
            "officer_id": schools + _officer_of(school),
            "officer_email": "",
            "status": "agreed",
            "reason": "",
            "revision": 1,
            "schedule_revision": 1,
            "to_plan": False,
            "changed_at": NOW - timedelta(days=30),
        }


def _duties(schools: int, visits: int, opens: datetime, closes: datetime, rules: int) -> Iterator[dict[str, Any]]:
    for visit, rule in product(range(1, visits + 1), range(1, rules + 1)):
        school = (visit - 1) % schools + 1
        yield {
            "rule": f"visit_upcoming:{rule}",
            "kind": "visit_upcoming",
            "subject": f"visit:{visit}",
            "revision": 1,
            "recipient_id": school,
            "school_id": school,
            "cluster": f"Cluster {_cluster_of(school)}",
            "not_before": opens,
            "send_by": closes,
            "state": "due",
            "why_ended": "",
            "snoozed": 0,
            "made_at": NOW - timedelta(days=30),
        }
