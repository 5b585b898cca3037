"""A small Cairn behind the page: a real record, a clock that moves, and answers short enough to see through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import SQLModel, select

from bot.outgoing import Outgoing
from bot.web.transport import LocalTransport
from config.authority import load_authority
from handlers.answer import Answered
from handlers.cards import Button, Card, Choice, Divider, Facts, Field, Form, Link, Picture, Table, Text, say
from handlers.files import File
from handlers.request import Action
from store.clock import real_now
from store.database import Database
from store.duties import Duty, Message
from store.inbox import take_in
from store.local_page import make_link
from store.people import Person, Post
from store.schools import Cluster, School

START = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)

MOVE = Form(
    title="Move Visit 2 at Sandend Primary",
    action="move_visit",
    fields=(
        Field("date", "New date", "date", "2026-12-03"),
        Field("time", "Time", "time", "13:30", hint="On the 24-hour clock, such as 13:30."),
        Field("mode", "How", "choice", "in_person", (Choice("in_person", "In person"), Choice("online", "Online"))),
        Field("topics", "Topics", "choices", "", (Choice("a", "Attendance"), Choice("b", "Nurture")), required=False),
        Field("reason", "Reason", "choice", "", tuple(Choice(w, w) for w in "ABCDEF"), required=False),
        Field("note", "Anything the school should know", "long_text", required=False),
    ),
    submit="Move the visit",
    body=(Text("It is on Thursday 26 November 2026 at 09:30 now."),),
    hidden={"visit": "12", "revision": "3"},
)
VISIT = Card(
    title="Visit 2 at Sandend Primary",
    body=(
        Facts(
            (("When", "Thursday 26 November 2026, 09:30 to 11:30"), ("Where", "In person"), ("Officer", "Isla Gunn"))
        ),
        Text("From the engagement calendar, agreed on 2 September 2026.", quiet=True),
    ),
    buttons=(
        Button("Move it", "move_visit", {"visit": "12", "step": "form"}, "primary"),
        Button("Cancel it", "cancel_visit", {"visit": "12"}, "danger"),
    ),
)
TABLE = Card(
    title="Support across Skarholm",
    body=(
        Text("Of 26 schools, a minority receive targeted support."),
        Table(
            ("Cluster", "Universal", "Targeted", "Intensive", "Visits so far", "Reviewed on"),
            (("Inver", "6", "2", "1", "14", "2 October 2026"), ("Kilmory", "5", "3", "0", "11", "9 October 2026")),
            "Schools in each tier, by cluster",
        ),
        Divider(),
        Link("The improvement framework", "https://example.org/framework"),
        Picture("https://example.org/chart.png", "A chart: six in ten schools are universal."),
    ),
)


class FakeWorkspace:
    """What the page asks of Cairn, over a record of its own; `asked` keeps every request that was answered."""

    def __init__(self, folder: Path, *, is_demo: bool = True) -> None:
        self.database = Database(f"sqlite:///{folder}/page.db")
        SQLModel.metadata.create_all(self.database.engine)
        self.authority = load_authority(None)
        self.is_demo = is_demo
        self.moment = START
        self.asked: list = []
        self.moves: list[datetime] = []
        self.fails = False
        _people(self.database)

    def now(self) -> datetime:
        return self.moment

    def move_clock(self, to: datetime) -> None:
        self.moves.append(to)
        self.moment = to

    def answer(self, request, keep=None):
        if self.fails:
            return Answered(say("Something went wrong on my side: 1a2b."), request, request.action, outcome="failed")
        answered = _answered(request)
        with self.database.write() as session:
            if not take_in(session, f"{request.account.user}:{request.event_id}", real_now()):
                return replace(answered, repeated=True)
            self.asked.append(request)
            if answered.place == "private":
                session.add(_in_private(request))
            if keep is not None:
                keep(session, answered)
        return answered

    def home(self, request):
        if not request.account.user.isdecimal():
            return ()
        return (say("None is in the calendar.", title="Next visits"), say("0 of 3 met.", title="Your plan"))

    def file(self, request):
        self.asked.append(request)
        if request.account.user != "1":
            return say("That is for somebody else.", refused=True)
        return File('a "list" – été.csv', "text/csv; charset=utf-8", b"<script>")

    def deliver(self) -> None:
        with self.database.write() as session:
            due = session.exec(select(Message).where(Message.state == "due")).all()
            for message in due:
                message.state, message.sent_at, message.platform = "sent", self.moment, "page"
        for message in due:
            self.post(message.recipient_id, say("Sandend Primary is targeted."), message.delivery_id)

    def post(self, person: int, reply, delivery_id: str) -> str:
        return LocalTransport(self.database).send(Outgoing(delivery_id, person, "", reply, self.moment))

    def link(
        self, purpose: str = "workspace", person: int | None = None, lifetime: timedelta = timedelta(hours=1)
    ) -> str:
        with self.database.write() as session:
            return "/open?token=" + make_link(session, purpose, real_now(), lifetime, person)


def _answered(request) -> Answered:
    words, action = request.words.lower(), request.action.name
    if "tier" in words and request.place.channel:
        return Answered(say("Sandend Primary is targeted."), request, Action("tier_of_school"), place="private")
    if "visit" in words:
        return Answered(VISIT, request, Action("next_visit"))
    if "tier" in words:
        return Answered(TABLE, request, Action("tier_list"))
    if action == "move_visit":
        return Answered(_moved(request.values), request, request.action)
    return Answered(say(f"You said: {request.words or action}"), request, request.action)


def _moved(values):
    if values.get("step") == "form":
        return MOVE
    if date.fromisoformat(values["date"]) < START.date():
        return MOVE.with_errors(values, {"date": "That day has passed."})
    return say(
        f"Moved to {values['date']} at {values['time']}, topics {values['topics'] or 'none'}.", title="Visit moved"
    )


def _in_private(request) -> Message:
    return Message(
        recipient_id=int(request.account.user),
        kind="answer",
        delivery_id=f"delivery-{request.event_id}",
        next_attempt_at=request.now,
        made_at=request.now,
    )


def _people(database: Database) -> None:
    with database.write() as session:
        session.add_all([Cluster(id=1, name="Inver"), Cluster(id=2, name="Kilmory")])
        session.flush()
        session.add_all(
            [
                School(id=1, seed_code="9000001", name="Sandend Primary School", sector="primary", cluster_id=1),
                School(id=2, seed_code="9000002", name="Balvaig Primary School", sector="primary", cluster_id=2),
            ]
        )
        names = {1: "Ailsa Rennie", 2: "Isla Gunn", 3: "Morven Tait", 4: "Fergus Low", 5: "Una Baird"}
        session.add_all([Person(id=i, email=f"p{i}@example.org", name=name) for i, name in names.items()])
        session.flush()
        session.add_all(
            [
                Post(person_id=1, role="headteacher", school_id=1),
                Post(person_id=2, role="link_officer", school_id=1),
                Post(person_id=3, role="head_of_education"),
                Post(person_id=4, role="administrator"),
                Post(person_id=5, role="headteacher", school_id=2, until=date(2026, 12, 1)),
            ]
        )
        session.flush()
        session.add_all(_duties())


def _duties() -> list[Duty]:
    states = (
        ("due", ""),
        ("sent", ""),
        ("dropped", "The visit was moved"),
        ("expired", ""),
        ("dead", ""),
        ("unknown", ""),
    )
    return [
        Duty(
            rule="visit_upcoming:5",
            kind="visit_upcoming",
            subject=f"visit:{number}",
            revision=1,
            recipient_id=1 + number % 2,
            school_id=1,
            not_before=START + timedelta(days=number),
            send_by=START + timedelta(days=number + 1),
            state=state,
            why_ended=why,
            made_at=START,
        )
        for number, (state, why) in enumerate(states)
    ]
