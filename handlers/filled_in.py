"""What is missing in a form, or is no date, time or number: the first look at it, the same on every platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from handlers.cards import Field, Form

_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def missing(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """For each field that is empty though it is needed, or no date, time or number, a sentence to stand beside it."""
    found = {item.name: _fault(item, values.get(item.name, "").strip()) for item in form.fields}
    return {name: fault for name, fault in found.items() if fault}


def _fault(item: Field, value: str) -> str:
    if not value:
        return (
            f"Please {'choose' if item.kind in ('choice', 'choices') else 'fill in'}: {item.label}."
            if item.required
            else ""
        )
    if item.kind == "number" and not _NUMBER.fullmatch(value):
        return "Please give a number, in figures."
    return _moment_fault(item.kind, value)


def _moment_fault(kind: str, value: str) -> str:
    try:
        if kind == "date":
            date.fromisoformat(value)
        if kind == "time":
            time.fromisoformat(value)
    except ValueError:
        wanted = {"date": "year-month-day, such as 2026-12-03", "time": "hours and minutes, such as 13:30"}
        return f"Please give the {kind} as {wanted[kind]}."
    return ""
