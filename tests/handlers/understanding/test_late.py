"""What nobody asks for is not worked out."""

from __future__ import annotations

from handlers.understanding.late import Late


def test_late_values_are_found_once_and_only_when_they_are_looked_at() -> None:
    asked = []

    def find() -> dict[str, str]:
        asked.append(1)
        return {"tier": "targeted", "scope": "mine"}

    late = Late(find)
    assert not asked
    assert late == {"tier": "targeted", "scope": "mine"}
    assert dict(late) | {"scope": "cluster"} == {"tier": "targeted", "scope": "cluster"}
    assert late.get("theme") is None
    assert len(late) == len({**late})
    assert asked == [1]
