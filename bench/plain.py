"""The plain SQL that an answer needs, over one kept sqlite3 connection: the floor that no answer can go below."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from bench.record import NOW

_PERSON: Final = "SELECT id, name FROM person WHERE email = ? AND left_at IS NULL"
_POSTS: Final = """
    SELECT person.name, post.role, post.school_id, post.cluster_id, post.covers_id FROM post
    JOIN person ON person.id = post.person_id WHERE post.person_id = ? AND person.left_at IS NULL
    AND (post.from_date IS NULL OR post.from_date <= ?) AND (post.until IS NULL OR post.until > ?)"""
_LINKED_BY_POST: Final = """
    SELECT school.id FROM school JOIN post ON post.school_id = school.id
    OR (post.school_id IS NULL AND post.cluster_id = school.cluster_id)
    WHERE post.role = 'link_officer' AND post.person_id = ?
    AND (post.from_date IS NULL OR post.from_date <= ?) AND (post.until IS NULL OR post.until > ?)"""
_LINKED_BY_RECORD: Final = """
    SELECT school.id FROM school JOIN person ON person.email = school.link_officer_email WHERE person.id = ?
    AND NOT EXISTS (SELECT 1 FROM post WHERE post.role = 'link_officer' AND post.school_id = school.id
    AND (post.from_date IS NULL OR post.from_date <= ?) AND (post.until IS NULL OR post.until > ?))"""
_NAMES_REVISION: Final = "SELECT value FROM fact WHERE key = 'names_revision'"
_SCHOOL: Final = """
    SELECT school.id, seed_code, school.name, aliases, sector, coalesce(cluster.name, ''), cluster_id, roll,
    urban_rural, postcode FROM school LEFT JOIN cluster ON cluster.id = school.cluster_id WHERE school.id = ?"""
_TIER: Final = """
    SELECT tier_decision.school_id, tier, from_date, reason, coalesce(person.name, ''), discussed_on, review_on
    FROM tier_decision LEFT JOIN person ON person.id = decided_by_id WHERE superseded_by_id IS NULL
    AND from_date <= ? AND tier_decision.school_id = ? ORDER BY from_date DESC, tier_decision.id DESC LIMIT 1"""
_AUDIT: Final = """
    INSERT INTO audit (at, actor_id, through, action, school_id, subject, outcome, place, recorded_at)
    VALUES (?, ?, 'operator', 'tier_of_school', ?, '', 'shown', '', ?)"""


class Plain:
    """A record as plain sqlite3 reads it; the driver keeps its statements prepared."""

    def __init__(self, file: Path) -> None:
        self._run = sqlite3.connect(file, isolation_level=None).execute
        self._run("PRAGMA journal_mode=WAL")
        self._run("PRAGMA synchronous=NORMAL")
        self._day = NOW.date().isoformat()
        self._now = NOW.replace(tzinfo=None).isoformat(" ")

    def answer(self, email: str, school_id: int) -> None:
        """Read what the answer to 'what tier is this school on?' rests on, and put its audit row on record."""
        run, day = self._run, self._day
        run("BEGIN")
        person = run(_PERSON, (email,)).fetchone()[0]
        for query in (_POSTS, _LINKED_BY_POST, _LINKED_BY_RECORD):
            run(query, (person, day, day)).fetchall()
        run(_NAMES_REVISION).fetchone()
        self.school(school_id)
        run(_TIER, (day, school_id)).fetchone()
        run("ROLLBACK")
        run("BEGIN IMMEDIATE")
        run(_AUDIT, (self._now, person, school_id, self._now))
        run("COMMIT")

    def schools(self, ids: range) -> None:
        """Read these schools one by one."""
        self._run("BEGIN")
        for school_id in ids:
            self.school(school_id)
        self._run("ROLLBACK")

    def school(self, school_id: int) -> None:
        """Read one school with its cluster."""
        self._run(_SCHOOL, (school_id,)).fetchone()
