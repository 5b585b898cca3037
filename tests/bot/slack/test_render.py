"""Every card and form within Slack's limits, whole, and with a person's words inert."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.buttons import unpacked
from bot.slack.forms import errors_beside, filled_in, marks_of, view_of, view_of_card
from bot.slack.render import messages_of
from bot.slack.text import typed
from handlers.cards import (
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    Field,
    Form,
    Link,
    Picture,
    Table,
    Text,
    dumps,
    loads,
    to_data,
)
from handlers.moments import Moment
from tests.bot.slack.limits_table import check_message, check_view

HOSTILE = st.sampled_from(
    [
        "<!channel>",
        "<@U1>",
        "<https://a|b>",
        "<!here|x>",
        "<#C1>",
        "&lt;!channel&gt;",
        "<!date^1^{date}|x>",
        "a & b < c > d",
        "*bold*",
        "`x",
        ":smile:",
        "@here",
        "<",
        ">",
        "&",
        "|",
        "\n",
        " ",
        "",
        "﷽",
        "𝕏" * 40,
        "x" * 4000,
        "wörd " * 900,
        "line\n" * 700,
        "&" * 2999,
        "\u200b",
        "https://a.example",
    ]
)
TEXTS = st.one_of(HOSTILE, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120))
MOMENTS = st.builds(
    Moment,
    st.just("Thu 3 December, 10:00 (60 minutes)"),
    st.just(datetime(2026, 12, 3, 10, tzinfo=UTC)),
    st.sampled_from(["", "Thu 3 December, 10:00", "<gone>"]),
)
WORDS = st.one_of(TEXTS, MOMENTS)
VALUES = st.dictionaries(st.text(max_size=12), TEXTS, max_size=3)
BUTTONS = st.lists(
    st.builds(Button, TEXTS, TEXTS, VALUES, st.sampled_from(["", "primary", "danger", "other"])), max_size=30
).map(tuple)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(tuple), max_size=130).map(tuple)
ELEMENTS = st.one_of(
    st.builds(Text, WORDS, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(TEXTS, WORDS), max_size=8).map(tuple)),
    st.builds(Table, st.lists(TEXTS, min_size=1, max_size=25).map(tuple), ROWS, TEXTS),
    st.builds(Link, TEXTS, st.one_of(TEXTS, st.just("https://a.example/x?y=1&z=2"), st.just("javascript:alert(1)"))),
    st.builds(Picture, st.one_of(TEXTS, st.just("https://a.example/c.png"), st.just("slack:F123")), TEXTS),
    st.just(Divider()),
)
CARDS = st.builds(Card, TEXTS, st.lists(ELEMENTS, max_size=8).map(tuple), BUTTONS, BUTTONS, st.booleans(), TEXTS)
CHOICES = st.lists(st.builds(Choice, TEXTS, TEXTS), max_size=130, unique_by=lambda choice: choice.value).map(tuple)
FIELDS = st.builds(
    Field,
    st.text(min_size=1, max_size=300),
    TEXTS,
    st.sampled_from(["text", "long_text", "number", "date", "time", "choice", "choices"]),
    TEXTS,
    CHOICES,
    st.booleans(),
    TEXTS,
    TEXTS,
)
FORMS = st.builds(
    Form,
    TEXTS,
    TEXTS,
    st.lists(FIELDS, max_size=12, unique_by=lambda item: item.name[:200]).map(tuple),
    TEXTS,
    st.lists(ELEMENTS, max_size=3).map(tuple),
    VALUES,
    TEXTS,
)


class Kept(dict):
    def __call__(self, value: str) -> str:
        self[str(len(self))] = value
        return str(len(self) - 1)


def words_in(blocks) -> str:
    """Everything that a reader sees, as one text without spaces or the marks of escaping."""
    found = []

    def walk(part):
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("text", "fallback", "alt_text") and isinstance(value, str):
                    found.append(unescaped(value) if part.get("type") == "mrkdwn" else value)
                else:
                    walk(value)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk(blocks)
    return "".join("".join(found).split())


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@settings(max_examples=150, deadline=None)
@given(CARDS)
def test_any_card_makes_messages_that_slack_takes(card):
    for part in messages_of(card, Kept()):
        check_message(part.text, part.blocks)


@settings(max_examples=100, deadline=None)
@given(FORMS)
def test_any_form_makes_a_modal_and_a_message_that_slack_takes(form):
    check_view(view_of(form, "slack:D1", Kept()))
    for part in messages_of(form, Kept()):
        check_message(part.text, part.blocks)


@settings(max_examples=60, deadline=None)
@given(CARDS)
def test_any_card_fits_a_modal(card):
    check_view(view_of_card(card, "slack:D1", Kept()))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(Text, TEXTS), max_size=12).map(tuple), ROWS)
def test_nothing_of_a_card_is_left_out(body, rows):
    card = Card("T", (*body, Table(("Head",), rows, "")))
    said = words_in([part.blocks for part in messages_of(card)])
    for text in [*(part.text for part in body), *(cell for row in rows for cell in row)]:
        for word in text.split():
            if "<!date" not in word and len(word) < 500:
                assert "".join(word.split()) in said


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), VALUES)
def test_a_button_gives_back_what_it_carries(name, values):
    kept = Kept()
    card = Card(buttons=(Button("Go", name, values),))
    (part,) = messages_of(card, kept)
    action = unpacked(part.blocks[-1]["elements"][0]["value"], lambda key: kept[key])
    assert (action.name, dict(action.values)) == (name, values)


def test_a_visits_time_is_a_date_token_with_its_words_as_fallback():
    when = Moment("Thu 3 December, 10:00 (60 minutes)", datetime(2026, 12, 3, 10, tzinfo=UTC), "Thu 3 December, 10:00")
    card = loads(dumps(Card("Visit", (Facts((("When", when),)),))))
    (part,) = messages_of(card)
    text = part.blocks[1]["text"]["text"]
    assert text == "*When:* <!date^1796292000^{date_long_pretty}, {time}|Thu 3 December, 10:00> (60 minutes)"
    assert card.plain() == "Visit\nWhen: Thu 3 December, 10:00 (60 minutes)"
    assert to_data(card)["body"][0]["rows"][0][1] == when


def test_a_table_is_a_table_block_with_its_cells_as_plain_text():
    card = Card("Two", (Table(("School", "Since"), (("<!channel>", ""), ("B & C", "May"))),))
    (part,) = messages_of(card)
    table = part.blocks[1]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["School", "Since"],
        ["<!channel>", "–"],
        ["B & C", "May"],
    ]
    assert {cell["type"] for row in table["rows"] for cell in row} == {"raw_text"}


def test_the_lock_screen_shows_the_notice_and_never_the_words():
    card = Card("", (Text("Ardglen High School is on Intensive support."),))
    assert "Intensive" not in messages_of(card)[0].text
    assert messages_of(Card("Tier of Ardglen", (), notice="An answer for you"))[0].text == "An answer for you"


def test_a_long_title_is_cut_with_a_sign_and_stands_in_full_below():
    title = "Book a visit to St Columba's Roman Catholic Primary School and Nursery Class"
    view = view_of(Form(title, "book_visit", (Field("date", "Date", "date"),)), "")
    assert view["title"]["text"] == "Book a visit to St Colu…"
    assert view["blocks"][0]["text"]["text"] == title


def test_what_is_filled_in_comes_back_by_its_name():
    long = "A reason that is much longer than what an option may carry as its value, " * 3
    form = Form(
        "F",
        "go",
        (
            Field("a", "A"),
            Field("b", "B", "date"),
            Field("c", "C", "choices", choices=(Choice("x;y", "X"), Choice("z", "Z"))),
            Field("d", "D", "choice", choices=(Choice(long, "Long"), Choice("s", "Short"))),
        ),
        hidden={"seed_code": "8700011", "nonce": "n"},
    )
    view = view_of(form, "slack:D1", nonce="abc")
    long_key = view["blocks"][3]["element"]["options"][0]["value"]
    view["state"] = {
        "values": {
            "field:a": {"typed": {"type": "plain_text_input", "value": "<@U1> & co"}},
            "field:b": {"typed": {"type": "datepicker", "selected_date": "2026-12-03"}},
            "field:c": {"typed": {"type": "checkboxes", "selected_options": [{"value": "x;y"}, {"value": "z"}]}},
            "field:d": {"typed": {"type": "radio_buttons", "selected_option": {"value": long_key}}},
        }
    }
    marks = marks_of(view, lambda key: "")
    assert marks.action.name == "go"
    assert marks.action.values == {"seed_code": "8700011", "nonce": "n"}
    assert (marks.nonce, marks.where) == ("abc", "slack:D1")
    assert filled_in(view, marks) == {"a": "<@U1> & co", "b": "2026-12-03", "c": "x;y;z", "d": long}
    assert errors_beside({"a": "Wrong"}) == {"field:a": "Wrong"}


def test_slacks_own_writing_of_what_was_typed_is_undone():
    assert typed(
        "what tier is &lt;Ardglen&gt; &amp; co, see <https://a.example|a.example> <@U123> <#C1|heads> "
        "<mailto:a@b.c|a@b.c>"
    ) == ("what tier is <Ardglen> & co, see a.example  #heads a@b.c")


def test_values_that_are_no_texts_or_no_json_are_no_action():
    for value in ("", "x", "[]", "null", '{"a":1}', '{"kept":"gone"}'):
        assert unpacked(value, lambda key: "") is None
    assert json.dumps(unpacked('{"a":"help","v":{"x":1,"y":"z"}}', lambda key: "").values) == '{"y": "z"}'
