"""Strong practice searched, opened, shared, agreed, checked and withdrawn; and what reaches whom."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from framework.access import may
from handlers.cards import Card, Form
from handlers.lines import Gone
from handlers.practice_lines import practice_lines
from handlers.table import HANDLERS
from store.messages import duties_by_id
from store.outbox import duties
from store.people import Person, Post
from store.posts import standing
from store.practice_searches import followed_themes, searches, unanswered

from .conftest import NOW, PEOPLE, Asking
from .practice_record import FORM, OURS, entry, only_entry, put, waiting


def shown(answered) -> str:
    return answered.reply.plain()


def share(asking: Asking, email: str, school: str = OURS, **values: str):
    return asking.do(email, "practice_share", **(FORM | {"seed_code": asking.code(school)} | values))


def act(asking: Asking, email: str, action: str, practice: int, **values: str):
    return asking.do(email, action, practice=str(practice), **values)


def test_everybody_finds_practice_in_their_own_words(asking: Asking):
    put(asking, "First-day calls", themes="attendance")
    put(asking, "Number talks", themes="numeracy")
    for email in ("head@a.example", "far@a.example", "adviser@a.example", "admin@a.example"):
        answer = shown(asking.ask(email, "any strong practice on kids not turning up?"))
        assert "First-day calls" in answer
        assert "Number talks" not in answer


def test_a_card_says_what_was_done_and_changed_at_which_school_and_offers_the_contact(asking: Asking):
    put(asking, "First-day calls", themes="attendance", what_changed="Fewer empty seats.")
    put(asking, "Walking bus", themes="attendance", school="Morvarra High School")
    answered = asking.ask("lead@a.example", "who is good at attendance?")
    for part in ("What First-day calls was.", "Fewer empty seats.", OURS, "Attendance"):
        assert part in shown(answered)
    assert isinstance(answered.reply, Card)
    assert f"Contact {OURS}" in [button.label for button in answered.reply.buttons]


def test_five_at_a_time_and_the_next_five_with_a_button(asking: Asking):
    for number in range(7):
        put(asking, f"Trail {number}")
    first = asking.ask("far@a.example", "strong practice on numeracy")
    assert isinstance(first.reply, Card)
    more = first.reply.buttons[-1]
    assert more.label == "The last 2"
    second = asking.do("far@a.example", more.action, **more.values)
    titles = [f"Trail {number}" for number in range(7)]
    assert [title for title in titles if title in shown(first)] == titles[:5]
    assert [title for title in titles if title in shown(second)] == titles[5:]


def test_practice_of_schools_like_ours_leaves_the_others_out(asking: Asking):
    from sqlalchemy import update

    from store.schools import schools

    rolls = {OURS: 40, "Ardsheal Primary School": 45, "Morvarra High School": 900}
    with asking.database.write() as session:
        for name, roll in rolls.items():
            session.connection().execute(update(schools).where(schools.c.name == name).values(roll=roll))
    put(asking, "Small and mighty", school="Ardsheal Primary School")
    put(asking, "Large and loud", school="Morvarra High School")
    answer = shown(asking.ask("head@a.example", "what are schools like ours doing about numeracy?"))
    assert "Small and mighty" in answer
    assert "Large and loud" not in answer
    unknown = shown(asking.ask("officer@a.example", "what are schools like ours doing about numeracy?"))
    assert "I do not know which school is yours" in unknown


ARDSHEAL = "Ardsheal Primary School"


def test_practice_of_a_school_is_found_by_its_name(asking: Asking):
    put(asking, "Counting in the garden", school=ARDSHEAL)
    put(asking, "Numbers by the sea")
    for words in ("any good practice from Ardsheal?", "practice at ardsheal ps", "Ardsheal's good practice"):
        answer = shown(asking.ask("far@a.example", words))
        assert ("Counting in the garden" in answer, "Numbers by the sea" in answer) == (True, False), words


def test_on_a_theme_the_named_schools_practice_comes_first_and_that_of_others_below(asking: Asking):
    put(asking, "Numbers by the sea")
    put(asking, "Counting in the garden", school=ARDSHEAL)
    answer = shown(asking.ask("far@a.example", "what has Ardsheal shared on numeracy?"))
    assert 0 <= answer.index("Counting in the garden") < answer.index("Numbers by the sea")


def test_a_school_that_shared_nothing_is_named_so(asking: Asking):
    put(asking, "Numbers by the sea")
    answered = asking.ask("far@a.example", "any practice from Ardsheal?")
    assert f"{ARDSHEAL} has shared no strong practice yet." in shown(answered)


def test_practice_for_a_school_is_looked_for_everywhere(asking: Asking):
    put(asking, "Numbers by the sea")
    assert "Numbers by the sea" in shown(asking.ask("officer@a.example", "good practice on numeracy for Ardsheal"))


def test_for_a_stage_or_a_theme_the_named_schools_practice_still_comes_first(asking: Asking):
    put(asking, "Numbers by the sea")
    put(asking, "Counting in the garden", school=ARDSHEAL)
    answer = shown(asking.ask("far@a.example", "good practice from Ardsheal for numeracy"))
    assert 0 <= answer.index("Counting in the garden") < answer.index("Numbers by the sea")


def test_more_of_a_schools_practice_stays_with_that_school(asking: Asking):
    for number in range(7):
        put(asking, f"Trail {number}", school=ARDSHEAL)
        put(asking, f"Path {number}")
    first = asking.ask("far@a.example", "practice from Ardsheal").reply
    assert isinstance(first, Card)
    second = shown(asking.do("far@a.example", first.buttons[-1].action, **first.buttons[-1].values))
    assert "Path" not in first.plain() + second
    assert "Trail 6" in first.plain() + second


def test_an_entry_for_another_stage_comes_last_and_says_so(asking: Asking):
    put(asking, "For the wee ones", stage="P1")
    put(asking, "For the big ones", stage="S3")
    answer = shown(asking.ask("far@a.example", "strong practice on numeracy for S3"))
    assert answer.index("For the big ones") < answer.index("For the wee ones")
    assert "but for P1" in answer


def test_nothing_found_offers_what_there_is_and_is_kept_without_names(asking: Asking):
    put(asking, "First-day calls", themes="attendance")
    words = "good practice on beekeeping for Kirsty Wylie at Ardsheal, jo@b.example"
    answered = asking.ask("head@a.example", words)
    assert answered.action.name == "practice_search", answered.action
    assert isinstance(answered.reply, Card)
    assert [choice.label for choice in answered.reply.choices] == ["Attendance"]
    asking.ask("far@a.example", words)
    with asking.database.read() as session:
        found = unanswered(session, 10)
        columns = set(searches.c.keys())
    assert [one.count for one in found] == [2]
    assert "beekeeping" in found[0].words
    for name in ("kirsty", "wylie", "ardsheal", "jo@", "ailsa", "munro"):
        assert name not in found[0].words
    assert columns == {"id", "words", "themes", "count", "at"}


@pytest.mark.parametrize(
    ("words", "kept", "gone"),
    [
        ("good practice xylophone zorbing for aaliyah", "xylophone zorbing", ("aaliyah",)),
        ("good practice xylophone zorbing for aaliyah and morag at the ardsheal", "zorbing", ("aaliyah", "ardsheal")),
        ("any strong practice on beekeeping please", "beekeeping", ()),
        ("good practice about beekeeping", "beekeeping", ()),
    ],
)
def test_unknown_words_are_kept_but_where_somebody_is_named(
    asking: Asking, words: str, kept: str, gone: tuple[str, ...]
):
    asking.ask("head@a.example", words)
    with asking.database.read() as session:
        found = unanswered(session, 10)
    assert kept in found[0].words
    assert not [name for name in gone if name in found[0].words]


def test_what_was_found_or_paged_or_asked_for_in_general_is_not_kept(asking: Asking):
    asking.ask("head@a.example", "show me strong practice")
    put(asking, "First-day calls", themes="attendance")
    asking.ask("head@a.example", "strong practice on attendance")
    with asking.database.read() as session:
        assert unanswered(session, 10) == []


def test_unanswered_searches_are_for_officers_and_administrators(asking: Asking):
    asking.ask("head@a.example", "good practice on beekeeping")
    for email in ("officer@a.example", "quality@a.example", "admin@a.example"):
        assert "beekeeping" in shown(asking.ask(email, "which searches found nothing?"))
    for email in ("head@a.example", "adviser@a.example", "lead@a.example"):
        answered = asking.ask(email, "which searches found nothing?")
        assert answered.refused
        assert "beekeeping" not in shown(answered)


def test_words_prefill_the_form_and_change_nothing(asking: Asking):
    answered = asking.ask("head@a.example", "we would like to share our outdoor maths trail")
    form = answered.reply
    assert isinstance(form, Form)
    values = {item.name: item.value for item in form.fields}
    assert values["title"] == "Outdoor maths trail"
    assert "outdoor_learning" in values["themes"]
    assert values["contact"] == "head@a.example"
    assert shown(asking.ask("head@a.example", "show me strong practice")).startswith("I found no strong practice")


def test_a_head_who_shares_consents_and_an_officer_checks(asking: Asking):
    answer = shown(share(asking, "head@a.example"))
    assert "I am asking Rhona Blair to check it" in answer
    practice = only_entry(asking)
    assert (practice.consent, practice.state, practice.is_public) == ("yes", "draft", False)
    done = act(asking, "officer@a.example", "practice_approve", practice.id, revision=str(practice.revision))
    assert done.outcome == "done"
    assert only_entry(asking).is_public
    assert ("practice_shared", "head@a.example") in waiting(asking)


def test_what_an_officer_shares_waits_for_its_schools_yes(asking: Asking):
    answer = shown(share(asking, "officer@a.example"))
    assert "I am asking Ailsa Munro whether it may be shared" in answer
    practice = only_entry(asking)
    assert (practice.consent, practice.checked_on is not None) == ("asked", True)
    act(asking, "head@a.example", "practice_consent", practice.id, answer="yes")
    assert only_entry(asking).is_public
    assert ("practice_shared", "officer@a.example") in waiting(asking)


def test_a_no_keeps_it_back_and_the_officer_is_told(asking: Asking):
    share(asking, "officer@a.example")
    practice = only_entry(asking)
    act(asking, "head@a.example", "practice_consent", practice.id, answer="no")
    assert (only_entry(asking).consent, only_entry(asking).is_public) == ("no", False)
    assert ("practice_refused", "officer@a.example") in waiting(asking)


def test_another_officer_may_enter_it_but_neither_sees_nor_checks_it(asking: Asking):
    answered = share(asking, "other@a.example")
    assert answered.outcome == "done"
    practice = only_entry(asking)
    assert practice.checked_on is None
    for action in ("show_practice", "practice_approve", "practice_withdraw", "practice_change"):
        assert act(asking, "other@a.example", action, practice.id, **FORM).refused, action
    assert "Walking" not in shown(asking.ask("other@a.example", "what practice is waiting for me to check?"))


def test_an_officer_asks_for_changes_and_checks_the_changed_entry(asking: Asking):
    share(asking, "head@a.example")
    practice = only_entry(asking)
    act(asking, "officer@a.example", "practice_ask_changes", practice.id, note="Please say how you know.")
    assert ("practice_changes", "head@a.example") in waiting(asking)
    assert "not be approved" not in shown(act(asking, "officer@a.example", "practice_approve", practice.id))
    assert not only_entry(asking).is_public
    form = act(asking, "head@a.example", "practice_change", practice.id, step="form").reply
    assert isinstance(form, Form)
    assert "Please say how you know." in form.plain()
    act(asking, "head@a.example", "practice_change", practice.id, **(FORM | {"what_changed": "By a survey."}))
    act(asking, "officer@a.example", "practice_approve", practice.id)
    assert (only_entry(asking).is_public, only_entry(asking).check_note) == (True, "")


def test_a_changed_text_is_agreed_and_checked_anew(asking: Asking):
    practice = put(asking, "Number talks")
    act(asking, "officer@a.example", "practice_change", practice, **FORM)
    assert (entry(asking, practice).consent, entry(asking, practice).is_public) == ("asked", False)
    act(asking, "head@a.example", "practice_consent", practice, answer="yes")
    assert entry(asking, practice).is_public
    act(asking, "head@a.example", "practice_change", practice, **(FORM | {"summary": "Something else."}))
    assert (entry(asking, practice).consent, entry(asking, practice).checked_on) == ("yes", None)


def test_a_button_made_before_a_change_does_nothing(asking: Asking):
    share(asking, "head@a.example")
    practice = only_entry(asking)
    act(asking, "head@a.example", "practice_change", practice.id, **(FORM | {"summary": "Something else."}))
    stale = act(asking, "officer@a.example", "practice_approve", practice.id, revision=str(practice.revision))
    assert "was changed by Ailsa Munro" in shown(stale)
    assert not only_entry(asking).is_public


def test_a_second_press_finds_it_done_already(asking: Asking):
    share(asking, "head@a.example")
    practice = only_entry(asking)
    act(asking, "officer@a.example", "practice_approve", practice.id)
    again = act(asking, "officer@a.example", "practice_approve", practice.id)
    assert "Nothing was changed" in shown(again)
    assert again.outcome == "shown"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"summary": ""}, "summary", "fill this in"),
        ({"what_changed": "x" * 5000}, "what_changed", "under 4000"),
        ({"themes": ""}, "themes", "choose a theme"),
        ({"themes": "numeracy;wizardry"}, "themes", "wizardry"),
        ({"qi": "9.9"}, "qi", "2.3 or 3.1"),
        ({"contact": "not an address"}, "contact", "e-mail address"),
        ({"title": "x" * 200}, "title", "under 120"),
        ({"title": "Number talks"}, "title", "already"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(asking: Asking, wrong, field, said):
    put(asking, "Number talks")
    answered = share(asking, "head@a.example", **wrong)
    assert isinstance(answered.reply, Form)
    errors = {item.name: item.error for item in answered.reply.fields if item.error}
    assert list(errors) == [field]
    assert said in errors[field]
    kept = next(item for item in answered.reply.fields if item.name == "stage")
    assert kept.value == "P4 to P7"


def test_a_withdrawn_entry_is_found_by_nobody_and_can_be_shared_again(asking: Asking):
    practice = put(asking, "Number talks")
    asked_first = act(asking, "head@a.example", "practice_withdraw", practice)
    assert entry(asking, practice).is_public
    assert "Nobody will find it any more" in shown(asked_first)
    act(asking, "head@a.example", "practice_withdraw", practice, sure="yes")
    assert "Number talks" not in shown(asking.ask("far@a.example", "strong practice on numeracy"))
    act(asking, "head@a.example", "practice_change", practice, **FORM)
    assert entry(asking, practice).state == "draft"


def test_still_true_makes_it_fresh(asking: Asking):
    from datetime import date

    practice = put(asking, "Number talks", checked_on=date(2025, 10, 1), identified_on=date(2025, 10, 1))
    assert "That is a while ago" in shown(act(asking, "far@a.example", "show_practice", practice))
    act(asking, "head@a.example", "practice_still_true", practice)
    assert "That is a while ago" not in shown(act(asking, "far@a.example", "show_practice", practice))
    assert entry(asking, practice).is_public


def test_the_contact_is_told_once_and_the_asker_gets_the_address(asking: Asking):
    practice = put(asking, "Number talks", contact_email="depute@a.example")
    first = shown(act(asking, "far@a.example", "practice_contact", practice))
    assert "depute@a.example" in first
    assert "I am telling Priya Nair" in first
    assert ("practice_introduction", "depute@a.example") in waiting(asking)
    again = shown(act(asking, "far@a.example", "practice_contact", practice))
    assert "knows already" in again


def test_where_the_contact_is_not_on_record_the_head_is_told(asking: Asking):
    practice = put(asking, "Number talks", contact_email="teacher@elsewhere.example")
    answer = shown(act(asking, "far@a.example", "practice_contact", practice))
    assert "teacher@elsewhere.example" in answer
    assert ("practice_introduction", "head@a.example") in waiting(asking)


def test_words_for_a_contact_offer_and_tell_nobody(asking: Asking):
    put(asking, "Number talks", contact_email="head@a.example")
    answered = asking.ask("far@a.example", "who can I speak to about numeracy practice?")
    assert answered.action.name == "practice_contact"
    assert isinstance(answered.reply, Card)
    assert answered.reply.buttons[0].label == "Put me in touch"
    assert waiting(asking) == set()


def test_a_theme_is_followed_and_unfollowed(asking: Asking):
    offered = asking.ask("far@a.example", "keep me posted on outdoor learning practice")
    assert isinstance(offered.reply, Card)
    button = offered.reply.buttons[0]
    asking.do("far@a.example", button.action, **button.values)
    with asking.database.read() as session:
        assert followed_themes(session, asking.people["far@a.example"]) == ("outdoor_learning",)
    assert "Outdoor learning" in shown(asking.ask("far@a.example", "which themes do I follow?"))
    asking.do("far@a.example", "unfollow_theme", theme="outdoor_learning")
    with asking.database.read() as session:
        assert followed_themes(session, asking.people["far@a.example"]) == ()
    assert "no theme of that name" in shown(asking.do("far@a.example", "follow_theme", theme="wizardry"))


STATES = {
    "shared": {},
    "no consent": {"consent": "no", "state": "draft"},
    "asked": {"consent": "asked", "state": "draft"},
    "unchecked": {"checked_on": None, "checked_by_id": None, "state": "draft"},
    "changes asked": {"checked_on": None, "checked_by_id": None, "check_note": "Say more.", "state": "draft"},
    "withdrawn": {"state": "withdrawn"},
    # States that no handler makes: what is missing keeps it from everybody all the same.
    "shared without consent": {"consent": "no"},
    "shared without a check": {"checked_on": None},
}
SECRET = "The Lantern Walk"
MAY_SEE_DRAFTS = {"head@a.example", "officer@a.example", "quality@a.example", "education@a.example"}
# action -> what is needed beyond the entry, the matter that it is judged by
CHANGES = {
    "practice_change": (FORM, "share_practice"),
    "practice_consent": ({"answer": "yes"}, "consent_practice"),
    "practice_approve": ({}, "check_practice"),
    "practice_ask_changes": ({"note": "Say more."}, "check_practice"),
    "practice_still_true": ({}, "consent_practice"),
}


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_only_its_head_its_officer_and_oversight_see_what_is_not_shared(asking: Asking, email: str):
    for title, values in STATES.items():
        practice = put(asking, f"{SECRET} {title}", **values)
        may_see = title == "shared" or email in MAY_SEE_DRAFTS
        opened = act(asking, email, "show_practice", practice)
        assert opened.refused != may_see, (email, title, shown(opened))
        assert (SECRET in shown(opened)) == may_see
        searched = shown(asking.ask(email, "strong practice on numeracy lantern walk"))
        assert (f"{SECRET} {title}" in searched) == (title == "shared"), (email, title)
        if title != "shared":
            assert SECRET not in shown(act(asking, email, "practice_contact", practice))


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_a_refusal_reads_the_same_for_an_entry_that_does_not_exist(asking: Asking, email: str):
    for values, (action, (needs, _)) in product(STATES.values(), CHANGES.items()):
        practice = put(asking, f"{SECRET} {action} {sorted(values.items())}", **values)
        real = act(asking, email, action, practice, **needs)
        if real.refused:
            none = act(asking, email, action, 999_999, **needs)
            assert shown(none) == shown(real), (email, action)
            assert SECRET not in shown(real)


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_only_who_may_changes_anything(asking: Asking, email: str):
    with asking.database.read() as session:
        person = standing(session, asking.people[email], NOW.date())
    school = asking.schools[OURS]
    rules = asking.authority.access
    for (title, values), (action, (needs, matter)) in product(STATES.items(), CHANGES.items()):
        practice = put(asking, f"{title} {action}", **values)
        before = entry(asking, practice)
        answered = act(asking, email, action, practice, **(needs | {"title": f"{title} {action} changed"}))
        sees = before.is_public or may(rules, person, "practice_draft", school)
        allowed = may(rules, person, matter, school) and sees
        if not allowed or (action == "practice_change" and not may(rules, person, "practice_draft", school)):
            assert answered.refused, (email, title, action, shown(answered))
            assert entry(asking, practice) == before
        if answered.outcome != "done":
            assert entry(asking, practice) == before


def test_a_draft_of_the_same_words_reaches_nobody_by_the_count_of_what_is_shared(asking: Asking):
    put(asking, "One that is shared")
    put(asking, SECRET, consent="asked", state="draft")
    answer = asking.ask("far@a.example", "strong practice on numeracy")
    assert "One that is shared" in shown(answer)
    assert "2 pieces" not in shown(answer)


def test_hostile_words_are_answered_and_kept_harmless(asking: Asking):
    for words in ("good practice on <script>'; DROP TABLE practice", "practice on ((((", "strong practice on % _ \\"):
        answered = asking.ask("far@a.example", words)
        assert answered.outcome in ("shown", "refused"), shown(answered)


def test_every_practice_action_is_in_the_table():
    named = {"practice_search", "show_practice", "practice_contact", "practice_share", "practice_withdraw"}
    assert named | set(CHANGES) <= set(HANDLERS)


def test_whoever_left_is_no_contact_any_more(asking: Asking):
    practice = put(asking, "Number talks", contact_email="depute@a.example")
    with asking.database.write() as session:
        person = session.scalars(select(Person).where(Person.email == "depute@a.example")).one()
        person.left_at = NOW
    assert "I am telling Ailsa Munro" in shown(act(asking, "far@a.example", "practice_contact", practice))


def test_who_left_the_school_is_not_told_what_the_officer_asks_of_it(asking: Asking):
    share(asking, "head@a.example")
    practice = only_entry(asking)
    asking.do("officer@a.example", "practice_ask_changes", practice=str(practice.id), note="A private word.")
    with asking.database.write() as session:
        post = session.scalars(select(Post).where(Post.person_id == asking.people["head@a.example"])).one()
        post.school_id = asking.schools["Morvarra High School"]
        session.add(post)
    with asking.database.read() as session:
        (duty,) = [
            one
            for one in duties_by_id(session, session.scalars(select(duties.c.id)).all())
            if one.kind == "practice_changes"
        ]
        lines = practice_lines(session, asking.authority, [duty], NOW + timedelta(days=1))
        with pytest.raises(Gone):
            lines.line(duty)


def test_a_guessed_title_tells_an_officer_of_other_schools_nothing(asking: Asking):
    put(asking, FORM["title"], consent="no", checked_on=None, state="draft")
    answered = share(asking, "other@a.example")
    assert answered.outcome == "done"
    assert "already" not in shown(answered)
    # Who may see the entry is told that it is there.
    assert "already" in shown(share(asking, "officer@a.example"))
