"""Posts as a file says them, matched with the posts on record: by person, role and place, and by their first day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from store.imports.loading import Loading
from store.posts import posts

Place = tuple[int | None, int | None]


@dataclass
class HeldPost:
    """A post on record or about to be; `id` None while it is new, `said_in` the row that last spoke of it."""

    person_id: int
    role: str
    place: Place
    from_date: date | None
    until: date | None
    covers_id: int | None
    id: int | None = None
    said_in: int = 0
    differs: bool = False


class PostBook:
    """All posts of the record, read once; `save` writes what was added or changed."""

    def __init__(self, session: Session) -> None:
        self._posts: dict[tuple[int, str, Place], list[HeldPost]] = defaultdict(list)
        for row in session.execute(select(posts).order_by(posts.c.id)):
            place = (row.school_id, row.cluster_id)
            held = HeldPost(row.person_id, row.role, place, row.from_date, row.until, row.covers_id, row.id)
            self._posts[row.person_id, row.role, place].append(held)

    def hold(self, person_id: int, role: str, place: Place, started_on: date | None, row: int) -> bool:
        """Somebody holds a post, with no more said than perhaps since when; returns whether that is news."""
        same = self._posts[person_id, role, place]
        if (same and started_on is None) or any(post.from_date == started_on for post in same):
            return False
        begun = self._begun_before(same, started_on, None)
        if begun is None:
            same.append(HeldPost(person_id, role, place, started_on, None, None, said_in=row))
        else:
            begun.from_date, begun.differs = started_on, True
        return True

    def enter(self, wanted: HeldPost) -> str:
        """Put down a post with all that its row says; returns what is wrong with that, '' for nothing."""
        same = self._posts[wanted.person_id, wanted.role, wanted.place]
        found = self._matching(same, wanted)
        if found is None:
            same.append(wanted)
            return ""
        said = (wanted.from_date or found.from_date, wanted.until, wanted.covers_id)
        if found.said_in and (found.until, found.covers_id) != said[1:]:
            return f"row {found.said_in} says otherwise about the same post; keep one of them"
        if wanted.until and said[0] and wanted.until <= said[0]:
            return "the post would end before it begins; correct the days"
        found.said_in = wanted.said_in
        if (found.from_date, found.until, found.covers_id) != said:
            found.from_date, found.until, found.covers_id = said
            found.differs = True
        return ""

    def _matching(self, same: list[HeldPost], wanted: HeldPost) -> HeldPost | None:
        exact = next((post for post in same if post.from_date == wanted.from_date), None)
        if exact is not None:
            return exact
        if wanted.from_date is not None:
            return self._begun_before(same, wanted.from_date, wanted.covers_id)
        alike = [post for post in same if post.covers_id == wanted.covers_id]
        return alike[0] if len(alike) == 1 else None

    @staticmethod
    def _begun_before(same: list[HeldPost], day: date | None, covers_id: int | None) -> HeldPost | None:
        """The post that was held when the record began, and of which `day` may be the first day."""
        for post in same:
            still_held = not post.until or not day or post.until > day
            if post.from_date is None and post.covers_id == covers_id and still_held:
                return post
        return None

    def save(self, loading: Loading) -> tuple[int, int]:
        """Write it; returns how many posts were added and how many changed."""
        every = [post for same in self._posts.values() for post in same]
        new = [_columns(post) for post in every if post.id is None]
        changed = [_columns(post) | {"id": post.id} for post in every if post.id is not None and post.differs]
        loading.add(posts, new)
        loading.change(posts, changed)
        return len(new), len(changed)


def _columns(post: HeldPost) -> dict[str, object]:
    return {
        "person_id": post.person_id,
        "role": post.role,
        "school_id": post.place[0],
        "cluster_id": post.place[1],
        "from_date": post.from_date,
        "until": post.until,
        "covers_id": post.covers_id,
    }
