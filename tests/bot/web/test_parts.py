"""Pictures and files of a post: for who may read it, and nothing by guessing."""

from handlers.cards import Card, Chart, Download, Series, Text
from tests.bot.web.conftest import Browser

CHART = Chart("bars", "Visits", ("Inver",), (Series("kept", (3,)),), 'Inver had <3> "visits".')
CARD = Card("Visits", (Text("Here."), CHART, Download("As a CSV", "visit_csv", {"cluster": "Inver"})))


def posted(workspace, person=1):
    workspace.post(person, CARD, f"chart-{person}")
    return f"/part/1/%s/dm:{person}"


def test_a_chart_stands_in_the_post_with_its_words_and_is_drawn_when_asked_for(workspace, browser):
    address = posted(workspace)
    page = browser.get("/c/dm:1").text
    assert f'src="{address % 1}" width="390" alt="Inver had &lt;3&gt; &#34;visits&#34;."' in page
    picture = browser.get(address % 1)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert picture.content.startswith(b"\x89PNG")


def test_a_file_is_made_with_the_values_of_its_post_and_saved_never_shown(workspace, browser):
    address = posted(workspace)
    assert f'href="{address % 2}" download>As a CSV<' in browser.get("/c/dm:1").text
    answer = browser.get(address % 2 + "?cluster=Other")
    assert answer.content == b"<script>"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''a%20%22list%22")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert workspace.asked[-1].action.values == {"cluster": "Inver"}
    assert workspace.asked[-1].account.user == "1"


def test_what_the_maker_refuses_is_not_handed_over(workspace):
    address = posted(workspace, 2)
    answer = Browser(workspace).open(2).get(address % 2)
    assert answer.status_code == 404
    assert "for somebody else" in answer.text


def test_nothing_is_had_by_guessing(workspace, browser):
    posted(workspace)
    other = posted(workspace, 2)
    wrong = [other.replace("/1/", "/2/") % 1, "/part/1/0/dm:1", "/part/1/9/dm:1", "/part/9/1/dm:1", "/part/x/-1/dm:1"]
    answers = [browser.get(address) for address in wrong]
    answers.append(Browser(workspace).get("/part/1/1/dm:1"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
