"""Sentences that name a school, with the schools of real authorities in them: the one meant, never another."""

from __future__ import annotations

import sys

import pytest

from tests.handlers.understanding.official_names import OPEN_DATA
from tests.understanding.real_names import AUTHORITIES, frames, measure_real

NEEDS_OPEN_DATA = pytest.mark.skipif(
    not OPEN_DATA.exists(), reason="the open data of Scotland's schools is not beside the project"
)


@NEEDS_OPEN_DATA
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_real_authoritys_schools_are_found_in_sentences(authority, capsys):
    result = measure_real(authority)
    assert result.sentences == len(frames()) > 300
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {authority}: {result.sentences} sentences, school right {result.right / result.sentences:.1%}, "
            f"wrong {result.wrong}, needless questions {result.asked} "
        )
    assert result.wrong == 0
    assert result.right / result.sentences >= 0.98
    assert result.asked / result.sentences < 0.02
