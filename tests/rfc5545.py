"""A strict reader of iCalendar files, written for the tests alone from RFC 5545: it shares nothing with what writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dateutil.rrule import rrulestr

_LINE = re.compile(r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL)
_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME"}


@dataclass
class Component:
    """A component: its properties by name, each with parameters and value, and the components in it."""

    name: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def one(self, name: str) -> str:
        found = self.properties.get(name, [])
        assert len(found) == 1, f"{self.name} has {len(found)} of {name}"
        return found[0][1]

    def all(self, name: str) -> list[Component]:
        return [part for part in self.parts if part.name == name]


def read(content: bytes) -> Component:
    """The one calendar in a file; any breach of the form is an AssertionError that says which."""
    assert content.endswith(b"\r\n"), "the last line does not end"
    raw = content[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in raw), "a line end that is not CRLF"
    assert all(len(line) <= 75 for line in raw), "a line of more than 75 octets"
    lines: list[bytes] = []
    for line in raw:
        assert line, "an empty line"
        if line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return _component([line.decode("utf-8") for line in lines])


def _component(lines: list[str]) -> Component:
    stack: list[Component] = []
    done: list[Component] = []
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, value = found["name"], found["value"]
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", value), f"a control character in {name}"
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            ended = stack.pop()
            assert ended.name == value
            (stack[-1].parts if stack else done).append(ended)
        else:
            given = re.findall(r';([^;:"]+=(?:"[^"]*"|[^;:]*))', found["params"])
            parameters = dict(part.split("=", 1) for part in given)
            text = _unescaped(value) if name in _TEXTS else value
            stack[-1].properties.setdefault(name, []).append((parameters, text))
    assert not stack
    (calendar,) = done
    assert calendar.name == "VCALENDAR"
    assert calendar.one("VERSION") == "2.0"
    assert calendar.one("PRODID")
    return calendar


def _unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"a bare comma or semicolon: {value!r}"
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)


def moment(calendar: Component, event: Component, name: str) -> datetime:
    """A date-time of an event as UTC, through the file's own VTIMEZONE and nothing else."""
    (parameters, value) = event.properties[name][0]
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")
    zone = next(z for z in calendar.all("VTIMEZONE") if z.one("TZID") == parameters["TZID"])
    return (local - _offset(zone, local)).replace(tzinfo=UTC)


def _offset(zone: Component, local: datetime) -> timedelta:
    """The offset of the observance that began last before a local time (RFC 5545, 3.6.5)."""
    begun: list[tuple[datetime, timedelta]] = []
    for part in zone.parts:
        start = datetime.strptime(part.one("DTSTART"), "%Y%m%dT%H%M%S")
        onsets = [start]
        if "RRULE" in part.properties:
            onsets = list(rrulestr(part.one("RRULE"), dtstart=start).between(start, local, inc=True))
            assert not onsets or onsets[0] == start, "DTSTART is no instance of its own rule"
        offset = _duration(part.one("TZOFFSETTO"))
        begun += [(onset, offset) for onset in onsets if onset <= local]
    assert begun, f"no observance of {zone.one('TZID')} holds on {local}"
    return max(begun)[1]


def _duration(text: str) -> timedelta:
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", text)
    assert found, text
    span = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -span if found[1] == "-" else span
