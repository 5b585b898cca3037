"""A mentoring scheme over the small record: three new headteachers, five mentors, and days that pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.delivery import Delivery
from bot.round import Round, give_up_planning, run_round
from config.authority import Authority
from framework.sending import at
from handlers import duties, mentoring_duties
from handlers.answer import Answered
from store.mentoring import Mentor, MentoringNeed, Pair
from store.people import Person, Post
from store.schools import School, names_changed
from tests.bot.fake_platform import Clock, FakePlatform

ZONE = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)
NEW = {"far@a.example": date(2026, 8, 17), "acting@a.example": date(2026, 10, 12)}
# The last headteacher of a school that the record had left without one.
UNA = ("una@a.example", "Una Shaw", "Ardsheal Primary School", date(2026, 8, 17))
MENTORS = (
    # e-mail, name, school, sector, room, strengths, trained on
    ("fergus@a.example", "Fergus Bain", "Dunmore Academy", "secondary", 1, "2.3", date(2025, 3, 1)),
    ("isobel@a.example", "Isobel Keir", "Tarrieburn High School", "secondary", 1, "1.3", date(2025, 3, 1)),
    ("catriona@a.example", "Catriona Weir", "Skipnish Primary School", "primary", 1, "reading", date(2025, 3, 1)),
    ("donald@a.example", "Donald Orr", "Portglas Primary School", "primary", 1, "3.1", date(2025, 3, 1)),
    ("lapsed@a.example", "Lorna Petrie", "Carrabus Primary School", "primary", 4, "2.3", date(2022, 3, 1)),
)


@dataclass
class Scheme:
    """The record of `asking` with mentors and new heads in it, a platform, and rounds on the mornings that pass."""

    asking: object
    authority: Authority
    platform: FakePlatform = field(default_factory=FakePlatform)
    clock: Clock = field(default_factory=Clock)
    today: date = MONDAY

    def __post_init__(self) -> None:
        self.database = self.asking.database
        self._fill()
        self.delivery = Delivery(self.database, self.authority, [self.platform], clock=self.clock)

    def with_rules(self, **changes: object) -> None:
        """The same days under other `[mentoring]` rules."""
        mentoring = self.authority.framework.mentoring.model_copy(update=changes)
        framework = self.authority.framework.model_copy(update={"mentoring": mentoring})
        self.authority = replace(self.authority, framework=framework, fingerprint=str(changes))
        self.asking.answers.authority = self.authority
        self.delivery = replace(self.delivery, authority=self.authority)

    def _fill(self) -> None:
        with self.database.write() as session:
            for email, since in NEW.items():
                person = self.asking.people[email]
                for post in session.exec(select(Post).where(Post.person_id == person)):
                    post.from_date = since
            email, name, school, since = UNA
            self._head(session, email, name, self.asking.schools[school], since)
            for number, (email, name, school, sector, room, strengths, trained) in enumerate(MENTORS):
                row = School(
                    seed_code=f"99100{number}1",
                    name=school,
                    sector=sector,
                    link_officer_email="other@a.example",
                    latitude=56.0 + number / 10,
                    longitude=-5.0,
                )
                session.add(row)
                session.flush()
                self.asking.schools[school] = row.id
                self._head(session, email, name, row.id, date(2015, 8, 17))
                session.add(
                    Mentor(
                        person_id=self.asking.people[email],
                        experienced_since=date(2015, 8, 17),
                        trained_on=trained,
                        capacity=room,
                        strengths=strengths,
                    )
                )
            names_changed(session)

    def _head(self, session, email: str, name: str, school: int, since: date) -> None:
        person = Person(email=email, name=name)
        session.add(person)
        session.flush()
        self.asking.people[email] = person.id
        session.add(Post(person_id=person.id, role="headteacher", school_id=school, from_date=since))

    def now(self, clock: time = time(10)) -> datetime:
        return at(self.today, clock, ZONE)

    def round(self, clock: time = time(8, 5)) -> Round:
        """One round today, in which mentoring alone is planned: the days are many, and it is its days."""
        self.clock.go_on(hours=1)
        with patch.object(duties, "PLANNERS", (mentoring_duties,)):
            done = run_round(self.delivery, self.now(clock))
        give_up_planning(self.delivery)
        return done

    def until(self, day: date) -> None:
        """A round on the morning of every day up to `day`, weekends too; `day` becomes today."""
        while True:
            self.round()
            if self.today >= day:
                return
            self.today += timedelta(days=1)

    def do(self, email: str, action: str, **values: str) -> Answered:
        return self.asking.do(email, action, now=self.now(), **values)

    def ask(self, email: str, words: str, channel: str = "") -> Answered:
        return self.asking.ask(email, words, now=self.now(), channel=channel)

    def said_to(self, email: str) -> list[str]:
        return self.platform.said_to(self.asking.people[email])

    def announcements(self) -> list[str]:
        return [post.reply.plain() for post in self.platform.posts if post.channel == "mentoring"]

    def pairs(self, *states: str) -> dict[str, Pair]:
        """The pairs in these states (or all), by the mentee's e-mail."""
        email_of = {person: email for email, person in self.asking.people.items()}
        with self.database.read() as session:
            found = session.exec(select(Pair).order_by(Pair.id)).all()
        return {email_of[pair.mentee_id]: pair for pair in found if not states or pair.state in states}

    def needs(self) -> Mapping[str, MentoringNeed]:
        email_of = {person: email for email, person in self.asking.people.items()}
        with self.database.read() as session:
            return {email_of[need.person_id]: need for need in session.exec(select(MentoringNeed))}

    def mentor_of(self, email: str) -> str:
        """The e-mail of whoever is paired with this mentee just now."""
        email_of = {person: email for email, person in self.asking.people.items()}
        return email_of[self.pairs("draft", "proposed", "announced")[email].mentor_id]


def add_officer(scheme: Scheme) -> None:
    """A link officer of none of the schools: third@."""
    with scheme.database.write() as session:
        person = Person(email="third@a.example", name="Gavin Muir")
        session.add(person)
        session.flush()
        session.add(Post(person_id=person.id, role="link_officer"))
        scheme.asking.people["third@a.example"] = person.id
