"""Reading a number that a person, a button or an address gave."""

from __future__ import annotations

from typing import Final

# The largest number that both databases keep in a column of whole numbers.
LARGEST: Final = 2**31 - 1


def number_in(text: str, default: int = 0) -> int:
    """The whole number that `text` is, from 0 to LARGEST; `default` for anything else.

    Records count from 1, so that the usual default names none of them. Never raises.
    """
    plain = text.strip()
    if not plain.isascii() or not plain.isdecimal() or len(plain) > len(str(LARGEST)):
        return default
    number = int(plain)
    return number if number <= LARGEST else default
