"""A fictional authority to try Cairn with: rows for the importers, and nothing that is real."""

from store.demo.authority import DemoAuthority, demo_people_of_note, generate
from store.demo.places import AUTHORITY

__all__ = ["AUTHORITY", "DemoAuthority", "demo_people_of_note", "generate"]
