"""What each role can ask, with an example from their own schools; and the small words of a conversation."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Button, Card, Reply, Text, say
from handlers.request import Request
from store.schools import school_by_id

_ELSEWHERE = {
    "pupils": "I keep nothing about pupils, so I cannot help with that. Your school's own records system is the place.",
    "health": "I keep nothing about anybody's health, and would not pass it on. Please speak to the person's manager.",
    "complaints": "I cannot tell you about that. Please ask the quality improvement team.",
}


def help_card(request: Request, session: Session, authority: Authority) -> Reply:
    """What this person can ask, in the words they could use."""
    name = authority.framework.quality_indicators.get(request.values.get("qi", ""), "")
    if name:
        return _indicator(request.values["qi"], name)
    school = _example_school(request, session)
    lines = tuple(Text(f"• {line}") for line in _lines(request, school))
    return Card(title=_greeting(request), body=lines, buttons=_buttons(request))


def _indicator(number: str, name: str) -> Card:
    """What a quality indicator is called, and the way to strong practice on it."""
    words = f"{number} is the quality indicator “{name}”."
    return Card(body=(Text(words),), buttons=(Button("Strong practice on it", "practice_search", {"qi": number}),))


def _example_school(request: Request, session: Session) -> str:
    own = sorted(request.standing.own_schools)
    school = school_by_id(session, own[0]) if own else None
    return school.name if school else "a school"


def _greeting(request: Request) -> str:
    first = request.standing.name.split(" ")[0]
    return f"What you can ask me, {first}" if first else "What you can ask me"


def _lines(request: Request, school: str) -> list[str]:
    person = request.standing
    lines = []
    if person.is_head:
        lines += ["“What tier are we on, and why?”", "“When is our next visit?” – “Book a visit” – “Move our visit”"]
        lines += ["“Is the note accurate?” – “That note is wrong: …” – “Which next steps are mine?”"]
        lines += ["“How is our action plan going?” – “Goal 2 is at 86%”", "“What am I down for, and by when?”"]
    if person.is_officer:
        lines += [
            f"“What tier is {school} on, and since when?”",
            "“What visits do I have next week?” – “Record a visit”",
            "“My unfinished notes” – “Which notes are late?” – “Which next steps are mine?”",
            f"“Book a visit to {school} on Thursday at 10”",
            "“Which of my schools are targeted?”",
            f"“How is the action plan of {school} going?” – “Record the plan review”",
            "“Which plans are overdue?” – “Which plan reviews are due this month?”",
        ]
    if person.has_oversight:
        lines += [
            "“How many schools are on each tier?”",
            "“Which schools are intensive?”",
            f"“Why is {school} on its tier?”",
            "“Which plans are overdue?” – “Which targeted schools have no plan?”",
            "“Are we giving too many schools enhanced support?” – “Is anybody overloaded?”",
            "“Which schools are without a plan, a visit or a review?”",
        ]
    lines += _of_mentoring(request)
    if person.is_administrator:
        lines += ["“Which accounts are not linked?” – “Link Tom Rae's account” – “Which channels are missing?”"]
    if person.leads:
        lines += ["“Which schools in my cluster are targeted?”"]
    lines += _practice_lines(request)
    lines += ["“My calendar link”"] if person.own_schools else []
    lines += [f"“Who is the link officer for {school}?”", "“Why did I get this message?” – “My reminders”"]
    return lines


def _practice_lines(request: Request) -> list[str]:
    person = request.standing
    lines = ["“Who is good at outdoor learning?” – “What do schools like ours do about attendance?”"]
    if person.is_head:
        lines.append("“We would like to share our reading project” – “Has our practice been approved yet?”")
    if person.is_officer or person.has_oversight:
        lines.append("“What practice is waiting for me to check?” – “Which searches found nothing?”")
    elif person.is_administrator:
        lines.append("“Which searches found nothing?”")
    return lines


def _of_mentoring(request: Request) -> list[str]:
    """What there is to ask about mentoring pairs: one's own, or those that one may know of."""
    person = request.standing
    lines = []
    if person.roles & {"headteacher", "acting_headteacher"}:
        lines += ["“Who is my mentor?” – “I'd like a mentor for 2.3” – “Who are my mentees?”"]
    if person.is_officer or person.has_oversight:
        lines += ["“Who is paired with whom?” – “Which new heads have no mentor?” – “Which mentors have room?”"]
    if person.has_oversight or person.is_administrator:
        lines += ["“Whose mentor training has lapsed?”"]
    return lines


def _buttons(request: Request) -> tuple[Button, ...]:
    person = request.standing
    if person.is_head:
        return (
            Button("Our tier", "tier_of_school"),
            Button("Next visit", "next_visit"),
            Button("My reminders", "preferences"),
        )
    if person.is_officer:
        return (
            Button("My visits", "visit_list", {"scope": "mine"}),
            Button("My schools by tier", "tier_list", {"scope": "mine"}),
            Button("Record a visit", "record_visit"),
            Button("My reminders", "preferences"),
        )
    if person.has_oversight:
        return (
            Button("Schools by tier", "oversight_balance"),
            Button("What is missing?", "support_gaps"),
            Button("Officers’ load", "officer_load"),
            Button("My reminders", "preferences"),
        )
    return (Button("My reminders", "preferences"),)


def smalltalk(request: Request, session: Session, authority: Authority) -> Reply:
    """A kind word, and the way to help."""
    first = request.standing.name.split(" ")[0]
    replies = {
        "hello": f"Hello, {first}. What can I look up for you?" if first else "Hello. What can I look up for you?",
        "what are you": "I am a program, not a person. I answer from the authority’s record; your link officer is a "
        "person, and I can tell you who it is.",
    }
    words = replies.get(request.values.get("said", ""), "You are welcome. Ask me whenever you like.")
    return Card(body=(Text(words),), buttons=(Button("What can I ask?", "help"),))


def nothing_waits(request: Request, session: Session, authority: Authority) -> Reply:
    """A bare yes or no where nothing waits for one."""
    return say("Nothing is waiting for a yes or no from you here. Buttons stand below what can be confirmed.")


def out_of_scope(request: Request, session: Session, authority: Authority) -> Reply:
    """What Cairn will not, or cannot yet, answer: plainly, with where to go."""
    why = request.values.get("why", "")
    if why in _ELSEWHERE:
        return Card(body=(Text(_ELSEWHERE[why]),), buttons=(Button("What can I ask?", "help"),), refused=True)
    words = "I did not understand that, or have no record of it, so I will not guess."
    return Card(body=(Text(words),), buttons=(Button("What can I ask?", "help"),))
