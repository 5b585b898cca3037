"""Hostile text in every part of a card and a form: shown, never run."""

import html
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.cards import Button, Card, Choice, Facts, Field, Form, Link, Picture, Table, Text

MARK = "<script>alert(1)</script>"
hostile = st.text(max_size=30).map(lambda text: f"{text}\"'><img src=x onerror=y>{{{{7*7}}}}{MARK}{text}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile)
def test_hostile_text_is_shown_and_never_run(workspace, browser, text):
    button = Button(text, text, {text: text}, text)
    field = Field("name", text, "text", text, hint=text, error=text)
    options = tuple(Choice(text + str(n), text) for n in range(7))
    fields = (
        field,
        Field("a", text, "choice", text, options[:3]),
        Field("b", text, "choice", text, options),
        Field("c", text, "long_text", text),
    )
    for number, reply in enumerate(
        (
            Card(
                text, (Text(text), Facts(((text, text),)), Table((text,), ((text, text),), text)), (button,), (button,)
            ),
            Card(
                "",
                (Link(text, text), Link(text, "javascript:" + text), Picture(text, text), Picture("//x/" + text, text)),
            ),
            Form(text, text, fields, text, (Text(text),), {text: text}),
        )
    ):
        workspace.post(1, reply, f"{number}-{text}")
    page = browser.get("/c/dm:1").text
    assert html.escape(MARK) in page
    parser = Elements(page)
    assert parser.count("script") == 1
    assert not [name for _, attributes in parser.found for name in attributes if name.startswith("on")]
    addresses = [
        value
        for _, attributes in parser.found
        for name, value in attributes.items()
        if name in ("href", "src", "action")
    ]
    assert all(address.startswith(("/", "#", "http:", "https:")) for address in addresses)
    assert not any(address.startswith(("//", "/\\")) for address in addresses)


class Elements(HTMLParser):
    """Every element that a browser would make of a page, with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, {name: value or "" for name, value in attributes}))

    def count(self, tag):
        return sum(found == tag for found, _ in self.found)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", " javascript:x", "//evil.example/x", "vbscript:x", "http://[x"]
)
def test_an_address_that_could_run_or_lead_astray_is_shown_as_text(workspace, browser, url):
    workspace.post(1, Card("", (Link("here", url), Picture(url, "a chart"))), "delivery")
    page = browser.get("/c/dm:1").text
    assert f'href="{html.escape(url)}"' not in page
    assert f'src="{html.escape(url)}"' not in page
    assert "a chart" in page
