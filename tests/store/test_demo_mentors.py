"""The demo's mentors: settled heads who can take the new ones, one of them lapsed, one kept apart."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from store.demo import generate

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("today", "seed"), [(TODAY, 2026), (date(2027, 8, 20), 7), (date(2026, 8, 3), 11)])
def test_about_a_dozen_heads_of_long_standing_are_mentors_and_one_training_has_lapsed(today, seed):
    demo = generate(today, seed)
    began = {row["email"]: row["from_date"] for row in demo.posts if row["role"] == "headteacher"}
    assert 10 <= len(demo.mentors) <= 15
    for row in demo.mentors:
        assert row["experienced_since"] == began[row["email"]] <= str(today - relativedelta(years=3))
    lapsed = [row for row in demo.mentors if row["trained_on"] < str(today - relativedelta(years=3))]
    assert len(lapsed) == 1
    assert any(lapsed[0]["email"] in one for one in demo.wrong)


def test_one_mentor_is_kept_apart_from_a_new_headteacher():
    demo = generate(TODAY)
    assert [row["not_with"] for row in demo.mentors if row["not_with"]] == [demo.of_note["new_headteacher"]]
