"""What changes around a pair: posts, what is asked for, and what each of the two says of the fit."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from handlers.lines import Gone
from handlers.mentoring_lines import pair_lines
from store.duties import Duty
from store.mentoring import MentoringNeed, Pair
from store.messages import duties_by_id
from store.people import Post
from store.schools import School
from tests.handlers.mentoring_scheme import Scheme, add_officer

PAIRED_ON = date(2026, 11, 30)
ANNOUNCED_ON = date(2026, 12, 4)


@pytest.fixture
def scheme(asking, authority):
    return Scheme(asking, authority)


def asked(scheme, email, words):
    return [text for text in scheme.said_to(email) if words in text]


# The officer of the day on which a word is due.

STUCK = "have not told me that they have met"


def new_officer(scheme, email, school, since):
    """A post as link officer of one school, from a day on."""
    with scheme.database.write() as session:
        person, at_school = scheme.asking.people[email], scheme.asking.schools[school]
        session.add(Post(person_id=person, role="link_officer", school_id=at_school, from_date=since))


@pytest.mark.parametrize("known_on", [ANNOUNCED_ON, date(2026, 12, 10)])
def test_the_word_about_a_stuck_pair_goes_to_who_is_officer_by_then(scheme, authority, known_on):
    scheme.until(known_on)
    new_officer(scheme, "other@a.example", "Ardsheal Primary School", date(2026, 12, 14))
    scheme.round(time(10))
    scheme.today = authority.school_year.shift(ANNOUNCED_ON, 14)
    scheme.until(authority.school_year.shift(ANNOUNCED_ON, 17))
    assert len([text for text in asked(scheme, "other@a.example", STUCK) if "Una Shaw" in text]) == 1
    assert not [text for text in asked(scheme, "officer@a.example", STUCK) if "Una Shaw" in text]


def test_who_is_no_officer_of_the_school_any_more_is_not_sent_a_word_that_still_waits(scheme):
    scheme.until(ANNOUNCED_ON)
    una = scheme.pairs("announced")["una@a.example"].id
    with scheme.database.read() as session:
        of_una = select(Duty.id).where(Duty.kind == "pair_stuck", Duty.subject == f"pair:{una}")
        ids = list(session.exec(of_una))

    def words():
        with scheme.database.read() as session:
            (duty,) = duties_by_id(session, ids)
            return pair_lines(session, scheme.authority, [duty], scheme.now()).line(duty).text

    assert STUCK in words()
    # Of the mentor's school they stay the officer, and so may know of the pair.
    new_officer(scheme, "other@a.example", "Ardsheal Primary School", scheme.today)
    mentor = scheme.mentor_of("una@a.example")
    with scheme.database.write() as session:
        post = session.exec(select(Post).where(Post.person_id == scheme.asking.people[mentor])).one()
        session.get(School, post.school_id).link_officer_email = "officer@a.example"
    with pytest.raises(Gone):
        words()


# Who changes school.


def moves(scheme, email, school, day, officer):
    """A headteacher's posts, where they go to another school from `day` on, which is this officer's."""
    with scheme.database.write() as session:
        person = scheme.asking.people[email]
        for post in session.exec(select(Post).where(Post.person_id == person)):
            post.until = day
        at_school = scheme.asking.schools[school]
        session.add(Post(person_id=person, role="headteacher", school_id=at_school, from_date=day))
        session.get(School, at_school).link_officer_email = officer


def schools_of(scheme, email):
    names = {number: name for name, number in scheme.asking.schools.items()}
    pair = scheme.pairs("draft", "proposed", "announced")[email]
    return names[pair.mentee_school_id], names[pair.mentor_school_id]


FILLAN = "St Fillan's RC Primary School"


def test_who_changes_school_is_announced_at_the_new_one_and_known_to_its_officer(scheme):
    add_officer(scheme)
    scheme.until(PAIRED_ON)
    moves(scheme, "acting@a.example", FILLAN, date(2026, 12, 2), "third@a.example")
    scheme.until(date(2026, 12, 1))
    assert schools_of(scheme, "acting@a.example")[0] == "Kilbrannan Academy"
    scheme.until(ANNOUNCED_ON)
    (said,) = scheme.announcements()
    assert f"Iain Og MacPhee ({FILLAN})" in said
    assert "Kilbrannan Academy" not in said
    pair = str(scheme.pairs()["acting@a.example"].id)
    assert scheme.do("officer@a.example", "show_pair", pair=pair).refused
    assert scheme.do("officer@a.example", "end_pair", pair=pair, reason="No time at present").refused
    old = scheme.do("officer@a.example", "mentor_of", seed_code=scheme.asking.code("Kilbrannan Academy"))
    assert "MacPhee" not in old.reply.plain()
    for asked_so in ({"pair": pair}, {"seed_code": scheme.asking.code(FILLAN)}):
        action = "show_pair" if "pair" in asked_so else "mentor_of"
        shown = scheme.do("third@a.example", action, **asked_so).reply.plain()
        assert "Iain Og MacPhee" in shown
        assert "Why:" in shown
    assert scheme.do("third@a.example", "end_pair", pair=pair, reason="No time at present").outcome == "done"


def test_a_mentor_who_changes_school_takes_the_pair_along_as_soon_as_it_is_on_record(scheme):
    add_officer(scheme)
    scheme.until(ANNOUNCED_ON)
    moves(scheme, scheme.mentor_of("una@a.example"), FILLAN, ANNOUNCED_ON, "third@a.example")
    # A Saturday, without sending hours: what somebody may know does not wait for a school day.
    scheme.today = date(2026, 12, 5)
    scheme.round()
    assert schools_of(scheme, "una@a.example") == ("Ardsheal Primary School", FILLAN)
    before = scheme.pairs()["una@a.example"].revision
    scheme.round(time(10))
    assert scheme.pairs()["una@a.example"].revision == before


def test_who_takes_on_a_second_school_keeps_the_one_of_the_pair(scheme):
    scheme.until(ANNOUNCED_ON)
    with scheme.database.write() as session:
        session.add(
            Post(
                person_id=scheme.asking.people["una@a.example"],
                role="acting_headteacher",
                school_id=scheme.asking.schools[FILLAN],
                from_date=ANNOUNCED_ON,
            )
        )
    scheme.round(time(10))
    assert schools_of(scheme, "una@a.example")[0] == "Ardsheal Primary School"


# Asking again while a pair waits for the officer's word.


def all_pairs(scheme, email):
    with scheme.database.read() as session:
        found = session.exec(select(Pair).where(Pair.mentee_id == scheme.asking.people[email]).order_by(Pair.id))
        return [(pair.state, pair.round, pair.mentor_id) for pair in found]


@pytest.fixture
def drafted(scheme):
    """Kasia Nowak asked for help with QI 1.3; a pair with Isobel Keir waits for the word of other@."""
    scheme.with_rules(officer_approves=True)
    scheme.round()
    scheme.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    scheme.until(date(2026, 11, 24))
    assert all_pairs(scheme, "far@a.example") == [("draft", 1, scheme.asking.people["isobel@a.example"])]
    return scheme


def test_asking_for_the_same_again_leaves_the_draft_with_the_officer(drafted):
    said = drafted.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    assert said.outcome == "done"
    assert "Isobel" not in said.reply.plain()
    drafted.until(date(2026, 11, 26))
    assert all_pairs(drafted, "far@a.example") == [("draft", 1, drafted.asking.people["isobel@a.example"])]
    assert len(asked(drafted, "other@a.example", "Please look at this pair")) == 1


def test_asking_for_something_else_takes_the_draft_back_and_only_one_pair_is_ever_announced(drafted):
    people = drafted.asking.people
    first = str(drafted.pairs()["far@a.example"].id)
    assert drafted.do("far@a.example", "mentor_request", kind="mentor", needs="2.3").outcome == "done"
    drafted.until(date(2026, 11, 25))
    assert all_pairs(drafted, "far@a.example") == [
        ("withdrawn", 1, people["isobel@a.example"]),
        ("draft", 1, people["fergus@a.example"]),
    ]
    assert drafted.do("other@a.example", "approve_pair", pair=first).outcome != "done"
    second = str(drafted.pairs("draft")["far@a.example"].id)
    assert drafted.do("other@a.example", "approve_pair", pair=second).outcome == "done"
    drafted.until(date(2026, 12, 2))
    assert sum(said.count("Kasia Nowak") for said in drafted.announcements()) == 1
    assert not asked(drafted, "isobel@a.example", "Kasia Nowak")


def test_a_draft_that_was_taken_back_can_be_drafted_anew_and_its_officer_is_asked_anew(drafted):
    people = drafted.asking.people
    drafted.do("far@a.example", "mentor_request", kind="mentor", needs="2.3")
    drafted.until(date(2026, 11, 25))
    drafted.do("far@a.example", "mentor_request", kind="mentor", needs="1.3")
    drafted.until(date(2026, 11, 26))
    assert all_pairs(drafted, "far@a.example") == [
        ("draft", 2, people["isobel@a.example"]),
        ("withdrawn", 1, people["fergus@a.example"]),
    ]
    looked_at = asked(drafted, "other@a.example", "Please look at this pair")
    assert ["Isobel" in text for text in looked_at] == [True, False, True]
    assert drafted.do("other@a.example", "approve_pair", pair=str(drafted.pairs("draft")["far@a.example"].id))
    drafted.until(date(2026, 12, 2))
    assert len(asked(drafted, "far@a.example", "I propose Isobel Keir")) == 1
    assert len(asked(drafted, "other@a.example", "I have proposed Isobel Keir")) == 1
    assert sum(said.count("Kasia Nowak") for said in drafted.announcements()) == 1


def test_not_now_takes_the_draft_back_too(drafted):
    drafted.do("far@a.example", "mentor_request", kind="none")
    drafted.until(date(2026, 11, 26))
    assert [state for state, _, _ in all_pairs(drafted, "far@a.example")] == ["withdrawn"]
    assert drafted.needs()["far@a.example"].state == "closed"


def test_a_need_that_reads_open_beside_a_pair_makes_no_second_pair(drafted):
    with drafted.database.write() as session:
        for need in session.exec(select(MentoringNeed)):
            need.state = "answered"
    drafted.until(date(2026, 11, 26))
    assert len(all_pairs(drafted, "far@a.example")) == 1


def test_the_record_itself_holds_one_open_pair_of_a_kind_for_each_mentee(drafted):
    pair = drafted.pairs()["far@a.example"]
    other = drafted.asking.people["fergus@a.example"]
    values = pair.model_dump(exclude={"id"}) | {"mentor_id": other, "state": "announced"}
    with pytest.raises(IntegrityError), drafted.database.write() as session:
        session.add(Pair.model_validate(values))
    for allowed in ({"state": "declined"}, {"state": "announced", "kind": "buddy", "mentor_id": pair.mentee_id}):
        with drafted.database.write() as session:
            session.add(Pair.model_validate(values | allowed))


# What each of the two says of the fit.


def test_each_of_the_two_is_asked_whether_it_fits_whatever_the_other_said(scheme, authority):
    scheme.until(ANNOUNCED_ON)
    pair, mentor = str(scheme.pairs()["una@a.example"].id), scheme.mentor_of("una@a.example")
    scheme.do(mentor, "pair_met", pair=pair, met="yes")
    scheme.do(mentor, "pair_fit", pair=pair, fit="good")
    scheme.today = authority.school_year.shift(ANNOUNCED_ON, 15)
    scheme.round()
    assert len(asked(scheme, "una@a.example", "Is it a good fit?")) == 1
    assert not asked(scheme, mentor, "Is it a good fit?")
    shown = scheme.do("una@a.example", "show_pair", pair=pair).reply
    assert {"A good fit", "Not for us"} <= {button.label for button in shown.buttons}
    assert "A good fit" not in [b.label for b in scheme.do(mentor, "show_pair", pair=pair).reply.buttons]
    scheme.do("una@a.example", "pair_fit", pair=pair, fit="not")
    kept = scheme.pairs()["una@a.example"]
    assert (kept.mentee_fit, kept.mentor_fit, kept.fit) == ("not", "good", "not")
    scheme.today = authority.school_year.shift(ANNOUNCED_ON, 30)
    scheme.round()
    assert len(asked(scheme, "una@a.example", "Is it a good fit?")) == 1


def test_what_one_says_of_the_fit_is_never_shown_to_the_other_and_the_officer_sees_both_together(scheme):
    scheme.until(ANNOUNCED_ON)
    pair, mentor = str(scheme.pairs()["una@a.example"].id), scheme.mentor_of("una@a.example")

    def seen_by(email):
        """What they see of the pair, but for the number by which a stale button is known."""
        reply = scheme.do(email, "show_pair", pair=pair).reply
        return reply.plain(), [button.label for button in reply.buttons]

    scheme.do("una@a.example", "pair_met", pair=pair, met="yes")
    before = seen_by(mentor)
    scheme.do("una@a.example", "pair_fit", pair=pair, fit="not")
    assert seen_by(mentor) == before
    assert "not a good fit" in seen_by("officer@a.example")[0]
    scheme.do(mentor, "pair_fit", pair=pair, fit="good")
    assert "Fit: not a good fit" in seen_by("officer@a.example")[0]
    for email in ("una@a.example", mentor):
        assert "fit" not in seen_by(email)[0].replace("benefit", "")


def test_one_answer_kept_before_there_were_two_still_stands(scheme):
    scheme.until(ANNOUNCED_ON)
    with scheme.database.write() as session:
        for kept in session.exec(select(Pair)):
            kept.met, kept.fit = "yes", "not"
    pair = str(scheme.pairs()["una@a.example"].id)
    scheme.do("una@a.example", "pair_fit", pair=pair, fit="good")
    assert scheme.pairs()["una@a.example"].fit == "not"
