"""Posts: who holds which role where, from which day, until when, and for whom."""

from __future__ import annotations

from rapidfuzz import process

from store.imports.cells import Email, Line, MaybeDay, Role, SeedCode
from store.imports.held_posts import HeldPost, Place, PostBook
from store.imports.loading import NO_PERSON, NO_SCHOOL, CsvRow, Kind, Loading, cluster_ids, person_ids, school_ids
from store.imports.sheet import shown


class PostRow(CsvRow):
    """One post. The day of `until` is the first on which it is no longer held."""

    email: Email
    role: Role
    seed_code: SeedCode = ""
    cluster: Line = ""
    from_date: MaybeDay = None
    until: MaybeDay = None
    covers: Email = ""


class _Known:
    """The people, schools and clusters that rows may name, read once."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self.people = person_ids(loading.session)
        self.schools = school_ids(loading.session)
        self.clusters = cluster_ids(loading.session)

    def person(self, row: PostRow, column: str, email: str) -> int | None:
        if email and email not in self.people:
            self._loading.fault(row.row, column, NO_PERSON.format(email))
        return self.people.get(email)

    def place(self, row: PostRow) -> Place:
        if row.seed_code and row.seed_code not in self.schools:
            self._loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
        if row.cluster and row.cluster.casefold() not in self.clusters:
            near = process.extractOne(row.cluster.casefold(), list(self.clusters), score_cutoff=60)
            hint = f"the nearest is {near[0]}" if near else "import the schools first"
            self._loading.fault(row.row, "cluster", f"no school is in a cluster {shown(row.cluster)}; {hint}")
        return self.schools.get(row.seed_code), self.clusters.get(row.cluster.casefold())


def load(loading: Loading, rows: list[PostRow]) -> None:
    """Add the posts that are new; end, begin or hand over those that are on record."""
    known, book = _Known(loading), PostBook(loading.session)
    for row in rows:
        before = len(loading.faults)
        wanted = _wanted(loading, row, known)
        if wanted is not None and len(loading.faults) == before:
            wrong = book.enter(wanted)
            if wrong:
                loading.fault(row.row, "", wrong)
    loading.added, loading.changed = book.save(loading)
    loading.unchanged = len(rows) - loading.added - loading.changed


def _wanted(loading: Loading, row: PostRow, known: _Known) -> HeldPost | None:
    if row.seed_code and row.cluster:
        loading.fault(row.row, "cluster", "a post is at a school or over a cluster; empty one of the two cells")
    if row.from_date and row.until and row.until <= row.from_date:
        what = f"{row.until} is not after {row.from_date}; write the first day on which the post is no longer held"
        loading.fault(row.row, "until", what)
    if row.covers == row.email:
        loading.fault(row.row, "covers", "nobody covers themselves; write the e-mail of the person who is away")
    person_id, covers_id = known.person(row, "email", row.email), known.person(row, "covers", row.covers)
    place = known.place(row)
    if person_id is None:
        return None
    return HeldPost(person_id, row.role, place, row.from_date, row.until, covers_id, said_in=row.row)


POSTS = Kind(PostRow, load, names_people_and_schools=True)
