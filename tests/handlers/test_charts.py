"""Pictures: drawn from their figures, phone-wide, told apart without colour, whatever people typed."""

from __future__ import annotations

import io
import subprocess
import sys

import matplotlib.image
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.cards import CHART_KINDS, Card, Chart, Series, dumps, loads
from handlers.charts import MOST_LABELS, SCALE, WIDTH, draw

words = st.text(max_size=70)
figures = st.one_of(st.none(), st.integers(0, 400), st.floats(0, 400, allow_nan=False))
series = st.builds(Series, words, st.lists(figures, max_size=5).map(tuple))
charts = st.builds(
    Chart,
    st.sampled_from(CHART_KINDS),
    words,
    st.lists(words, max_size=5).map(tuple),
    st.lists(series, max_size=4).map(tuple),
    words,
    st.sampled_from(["", "%", " km"]),
)
KEPT = Chart(
    "stacked",
    "Promised visits by officer",
    ("Isla Gunn", "Fergus Low"),
    (Series("kept", (14, 9)), Series("late", (2, 6)), Series("still to come", (5, 3))),
    "Isla Gunn kept 14 of 21 promised visits, Fergus Low 9 of 18.",
)


def pixels(chart: Chart):
    return matplotlib.image.imread(io.BytesIO(draw(chart)), format="png")


@settings(max_examples=40, deadline=None)
@given(charts)
def test_whatever_was_typed_is_drawn_and_phone_wide(chart: Chart):
    assert pixels(chart).shape[1] == SCALE * WIDTH


@given(charts)
def test_a_chart_is_kept_and_read_back_whole(chart: Chart):
    assert loads(dumps(Card(body=(chart,)))) == Card(body=(chart,))


def test_a_label_that_runs_on_for_ever_does_not_make_the_picture_so():
    long = Chart("bars", "", ("x" * 20_000,), (Series("", (3,)),), "")
    assert pixels(long).shape[0] < 400


def test_a_formula_in_a_name_is_drawn_as_it_was_typed():
    plain = Chart("bars", "$x^2$ \\frac{", ("a_b $\\frac{1$",), (Series("", (3,)),), "")
    assert pixels(plain).std() > 0


@pytest.mark.parametrize("kind", ["bars", "stacked"])
def test_rows_differ_without_their_colour(kind: str):
    """Two rows of equal figures swap their places: in grey the picture still changes, by the pattern."""
    one = Chart(kind, "", ("a",), (Series("n", (30,)), Series("n", (30,)), Series("n", (30,))), "")
    grey = pixels(one)[:, :, :3].mean(axis=2)
    dark = [np.mean(grey[:, left : left + 190] < 0.35) for left in (40, 250, 460)] if kind == "stacked" else None
    if dark:
        assert len({round(share, 3) for share in dark}) == 3
    else:
        rows = [np.mean(line < 0.35) for line in grey]
        assert len({round(share, 3) for share in rows if share > 0.01}) > 3


def test_the_figure_of_a_part_too_small_for_it_stands_under_its_bar():
    """The bar with small parts is taller by their line, and in that line there is ink, and none at the edges."""

    def bar(small: int) -> Chart:
        return Chart("stacked", "", ("a",), (Series("n", (60,)), Series("n", (small,)), Series("n", (small,))), "")

    without, small = pixels(bar(0)), pixels(bar(1))
    more = small.shape[0] - without.shape[0]
    assert more > 0
    # The bar stands where it stood; below it, what the other sheet does not have.
    under = small[without.shape[0] - 46 : small.shape[0] - 46, :, :3].mean(axis=2)
    assert (under < 0.4).any(), "nothing is written under the bar"
    assert small[:, -1, :3].min() == 1.0


def test_eight_parts_of_one_each_are_all_written_and_none_is_cut():
    many = Chart("stacked", "", ("a", "b"), tuple(Series(f"Band {at}", (1, 400)) for at in range(8)), "")
    seen = pixels(many)[:, :, :3]
    assert min(seen[:, 0].min(), seen[:, -1].min(), seen[-1].min()) == 1.0


def test_more_labels_than_fit_are_said_and_not_squeezed():
    many = Chart("bars", "", tuple(map(str, range(MOST_LABELS + 5))), (Series("", (1,) * (MOST_LABELS + 5)),), "")
    fewer = Chart("bars", "", many.labels[:MOST_LABELS], many.series, "")
    assert pixels(many).shape[0] > pixels(fewer).shape[0]


def test_no_ink_touches_an_edge():
    long = Chart("stacked", "A title " * 12, ("A very long name of a school " * 4,) * 3, KEPT.series, "", " km")
    for chart in (KEPT, long):
        seen = pixels(chart)[:, :, :3]
        for edge in (seen[0], seen[-1], seen[:, 0], seen[:, -1]):
            assert edge.min() == 1.0


def test_what_the_chart_says_is_said_in_words_too():
    assert Card(body=(KEPT,)).plain() == KEPT.alt


def test_drawing_loads_no_window_and_nothing_is_loaded_before_it():
    code = (
        "import sys\nfrom handlers.charts import draw\nfrom handlers.cards import Chart, Series\n"
        "before = 'matplotlib' in sys.modules\ndraw(Chart('lines', 't', ('a', 'b'), (Series('s', (1, 2)),), ''))\n"
        "print(before, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
