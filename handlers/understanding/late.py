"""Named values that are found out when somebody first asks for them; most answers need none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property


class Late(Mapping[str, str]):
    """The values that `find` gives, found once and only when they are looked at."""

    def __init__(self, find: Callable[[], Mapping[str, str]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> Mapping[str, str]:
        return self._find()

    def __getitem__(self, name: str) -> str:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
