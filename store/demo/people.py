"""Who works in the demo authority: heads old and new, deputes, officers, and the posts they hold from day to day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from store.demo import names
from store.demo.officers import AWAITED_AT, COVERING, OFFICERS, ON_LEAVE, Leave
from store.demo.places import BY_CODE, PLACES, Place
from store.demo.year import running_session, school_day_from, session

VACANT_AT = "OCH"
SHARED = ("MEA", "POL")
ACTING_AT = ("ACH", "ALD", "QBR")
NEW_THIS_AUGUST = ("BAL", "STO", "TOB", "VAR", "DRM")
NEW_HEADTEACHER_AT = "BAL"
STARTED_LAST_MONTH = "SAN"
ONCE_DEPUTE = ("VAR", "CHS")  # head of the first, until then depute at the second
CLUSTER_LEAD_AT = "FRN"
DEPUTES = {"INV": 3, "KAC": 2, "DHS": 2}
NOT_ORDINARY = {VACANT_AT, *SHARED, *ACTING_AT, *NEW_THIS_AUGUST, STARTED_LAST_MONTH, CLUSTER_LEAD_AT, AWAITED_AT}


@dataclass(frozen=True)
class Post:
    """One role of one person. `until` is the first day on which it is no longer held."""

    name: str
    role: str
    from_date: date
    place: Place | None = None
    cluster: str = ""
    until: date | None = None
    covers: str = ""

    @property
    def email(self) -> str:
        return names.email_of(self.name)


@dataclass(frozen=True)
class Staff:
    """All posts, each person's main one first, and the e-mail of each school's head (none where vacant)."""

    posts: tuple[Post, ...]
    head_of: dict[str, str]


def ordinary_headteachers_at(cluster: str) -> list[Place]:
    """Primary schools of the cluster with one settled headteacher of their own."""
    return [
        place
        for place in PLACES
        if place.cluster == cluster and place.sector == "primary" and place.code not in NOT_ORDINARY
    ]


def _started_before(today: date, rng: random.Random, longest: int) -> date:
    """A staff return day or the first school day of January, from two to `longest` years before this session."""
    year = running_session(today).year - rng.randint(2, longest)
    return session(year).first if rng.random() < 0.7 else school_day_from(date(year, 1, 6), 0)


def _month_ago(today: date) -> date:
    return school_day_from(today - timedelta(days=29), -1)


def _head_started(code: str, today: date, rng: random.Random) -> date:
    if code in NEW_THIS_AUGUST:
        return running_session(today).first
    if code == STARTED_LAST_MONTH:
        return _month_ago(today)
    if code in ACTING_AT:
        return school_day_from(today, -rng.randint(40, 90))
    return _started_before(today, rng, 14)


def _heads(today: date, rng: random.Random, people: Sequence[str]) -> list[Post]:
    """A head for every school; two schools share one, and one has just lost theirs."""
    heads: list[Post] = []
    free = iter(people)
    for place in PLACES:
        if place.code == SHARED[1]:
            shared = next(post for post in heads if post.place == BY_CODE[SHARED[0]])
            heads.append(Post(shared.name, shared.role, shared.from_date, place))
            continue
        role = "acting_headteacher" if place.code in ACTING_AT else "headteacher"
        until = _month_ago(today) if place.code == VACANT_AT else None
        heads.append(Post(next(free), role, _head_started(place.code, today, rng), place, until=until))
    return heads


def _deputes(today: date, rng: random.Random, people: Sequence[str]) -> list[Post]:
    """One depute at each secondary and the all-through school, more at the three largest."""
    free = iter(people)
    return [
        Post(next(free), "depute", _started_before(today, rng, 8), place)
        for place in PLACES
        if place.sector in ("secondary", "all_through")
        for _ in range(DEPUTES.get(place.code, 1))
    ]


def _second_posts(today: date, rng: random.Random, heads: Sequence[Post]) -> list[Post]:
    """A head who also leads a cluster, and one who was a depute until this session."""
    by_code = {post.place.code: post for post in heads if post.place}
    lead, depute = by_code[CLUSTER_LEAD_AT], by_code[ONCE_DEPUTE[0]]
    began = running_session(today).first
    place = BY_CODE[ONCE_DEPUTE[1]]
    return [
        Post(lead.name, "cluster_lead", began, cluster=BY_CODE[CLUSTER_LEAD_AT].cluster),
        Post(depute.name, "depute", _started_before(today, rng, 6), place, until=began),
    ]


def _officers(today: date, rng: random.Random, leave: Leave) -> list[Post]:
    """The link officers; one also covers for another who is on leave."""
    posts = [Post(name, "link_officer", _started_before(today, rng, 9)) for name in OFFICERS.values()]
    return [*posts, Post(OFFICERS[COVERING], "link_officer", leave.first, until=leave.until, covers=ON_LEAVE)]


def _centre(today: date, rng: random.Random, supported: Sequence[Place], intensive: Sequence[Place]) -> list[Post]:
    """The authority's own people; support providers hold a post at each school that they support."""
    roles = {
        names.HEAD_OF_EDUCATION: "head_of_education",
        names.QUALITY_MANAGER: "quality_manager",
        names.ADMINISTRATOR: "administrator",
    }
    posts = [Post(name, role, _started_before(today, rng, 9)) for name, role in roles.items()]
    for name, places in ((names.ATTAINMENT_ADVISER, supported), (names.PARTNER, intensive)):
        began = _started_before(today, rng, 4)
        posts += [Post(name, "support_provider", began, place) for place in places]
    return posts


def staff(today: date, seed: int, leave: Leave, supported: Sequence[Place], intensive: Sequence[Place]) -> Staff:
    """Everybody, with the posts of this authority as they stand and as they stood."""
    rng = random.Random(f"{seed}:people")
    people = rng.sample(names.HEADS, len(names.HEADS))
    heads = _heads(today, rng, people)
    deputes = _deputes(today, rng, people[len(PLACES) :])
    posts = [*heads, *deputes, *_officers(today, rng, leave), *_centre(today, rng, supported, intensive)]
    posts += _second_posts(today, rng, heads)
    head_of = {post.place.code: post.email for post in heads if post.place and post.until is None}
    return Staff(tuple(posts), head_of)


def post_row(post: Post) -> dict[str, str]:
    """One row of the `posts` contract."""
    return {
        "email": post.email,
        "role": post.role,
        "seed_code": post.place.seed_code if post.place else "",
        "cluster": post.cluster,
        "from_date": post.from_date.isoformat(),
        "until": post.until.isoformat() if post.until else "",
        "covers": post.covers,
    }


def people_rows(posts: Sequence[Post]) -> list[dict[str, str]]:
    """One row a person: the shorthand of their main post, so that `posts` adds to it and never contradicts it."""
    main: dict[str, list[Post]] = {}
    for post in posts:
        same = main.setdefault(post.email, [])
        if not same or (post.role, post.from_date, bool(post.covers)) == (same[0].role, same[0].from_date, False):
            same.append(post)
    return [_person_row(same) for same in main.values()]


def _person_row(posts: Sequence[Post]) -> dict[str, str]:
    return {
        "email": posts[0].email,
        "name": posts[0].name,
        "role": posts[0].role,
        "seed_codes": ";".join(post.place.seed_code for post in posts if post.place),
        "started_on": posts[0].from_date.isoformat(),
        "slack_user_id": "",
        "teams_user_id": "",
    }
