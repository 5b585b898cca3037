"""The page's conversations: a direct one with Cairn for everybody, and the channels that follow from posts held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from framework.access import HEAD_ROLES, OVERSIGHT_ROLES, Standing

OFFICER_ROLES: Final = OVERSIGHT_ROLES | {"link_officer"}
# Who may use which channel is ours: a channel holds nothing sensitive, which Cairn answers in a direct message.
_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    "headteachers": HEAD_ROLES | OFFICER_ROLES | {"cluster_lead"},
    "mentoring": HEAD_ROLES | OFFICER_ROLES,
    "officers": OFFICER_ROLES | {"administrator"},
}
_ABOUT: Final[Mapping[str, str]] = {
    "headteachers": "Everyone who leads a school, and the officers",
    "mentoring": "New headteachers and the colleagues they are paired with",
    "officers": "Link officers and the central team",
}


@dataclass(frozen=True)
class Conversation:
    """One entry of the list on the left: its key in the record, and how it is called."""

    key: str
    title: str
    about: str

    @property
    def channel(self) -> str:
        """The channel's name in the record, '' for a direct conversation."""
        return self.key.removeprefix("channel:") if self.key.startswith("channel:") else ""


def conversation_of_person(person_id: int) -> str:
    """The key of the direct conversation between Cairn and a person."""
    return f"dm:{person_id}"


def conversation_of_channel(channel: str) -> str:
    """The key of a channel, by the record's own name for it ('officers', 'cluster:<name>')."""
    return f"channel:{channel}"


def channels_of(standing: Standing, cluster_of: Mapping[int, str]) -> tuple[str, ...]:
    """The channels that somebody may use, in the order they are listed.

    `cluster_of` gives each school's cluster by name, '' for a school without one. A cluster's channel belongs to its
    schools' heads, their link officers, its lead, and to oversight.
    """
    general = tuple(name for name, roles in _MEMBERS.items() if standing.roles & roles)
    mine = cluster_of.keys() if standing.has_oversight else standing.heads | standing.links | standing.leads
    clusters = {cluster_of.get(school, "") for school in mine} - {""}
    return general[:1] + tuple(f"cluster:{name}" for name in sorted(clusters)) + general[1:]


def conversations_of(standing: Standing, channels: tuple[str, ...]) -> tuple[Conversation, ...]:
    """What stands in the list: the direct conversation first, then the channels."""
    if standing.person_id is None:
        return ()
    direct = Conversation(
        conversation_of_person(standing.person_id), "Cairn", "Between you and Cairn; nobody else sees it"
    )
    return (direct, *(_channel(name) for name in channels))


def _channel(name: str) -> Conversation:
    kind, _, cluster = name.partition(":")
    if kind == "cluster":
        return Conversation(
            conversation_of_channel(name), f"{cluster} cluster", "The cluster's schools and their link officers"
        )
    return Conversation(conversation_of_channel(name), name.capitalize(), _ABOUT.get(name, ""))
