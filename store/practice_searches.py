"""What people look for: the themes that somebody follows, and the searches that found nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel

from store.columns import UtcDateTime, insert_for, table_of
from store.people import Person


class ThemeFollow(SQLModel, table=True):
    """Somebody wants to hear of new practice on a theme."""

    __tablename__ = "theme_follow"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    theme: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)


class UnansweredSearch(SQLModel, table=True):
    """Words that found no practice, without names, and never who typed them. `at` is when they were last typed."""

    __tablename__ = "unanswered_search"
    id: int | None = Field(default=None, primary_key=True)
    words: str = Field(unique=True)
    themes: str = ""
    count: int = 1
    at: datetime = Field(sa_type=UtcDateTime, index=True)


follows = table_of(ThemeFollow)
searches = table_of(UnansweredSearch)
_people = table_of(Person)
_FOLLOWERS = (
    select(follows.c.person_id)
    .join(_people, _people.c.id == follows.c.person_id)
    .where(follows.c.theme.in_(bindparam("themes", expanding=True)), _people.c.left_at.is_(None))
    .distinct()
    .order_by(follows.c.person_id)
)
_FOLLOWED = select(follows.c.theme).where(follows.c.person_id == bindparam("person")).order_by(follows.c.theme)
_FOLLOWED_BY = select(follows.c.person_id, follows.c.theme).where(
    follows.c.person_id.in_(bindparam("people", expanding=True))
)
_LATEST = (
    select(searches.c.words, searches.c.themes, searches.c.count, searches.c.at)
    .order_by(searches.c.count.desc(), searches.c.at.desc(), searches.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Unanswered:
    """One search that found nothing; `themes` are keys, `at` is aware UTC."""

    words: str
    themes: str
    count: int
    at: datetime


def follow(session: Session, person_id: int, theme: str, now: datetime) -> bool:
    """Have somebody told of new practice on a theme; False when they are already."""
    query = insert_for(session, follows).values(person_id=person_id, theme=theme, since=now)
    return bool(session.connection().execute(query.on_conflict_do_nothing()).rowcount)


def unfollow(session: Session, person_id: int, theme: str) -> bool:
    """End it; False when they did not follow the theme."""
    gone = follows.delete().where(follows.c.person_id == person_id, follows.c.theme == theme)
    return bool(session.connection().execute(gone).rowcount)


def followed_themes(session: Session, person_id: int) -> tuple[str, ...]:
    """The themes (keys) that somebody follows."""
    return tuple(session.execute(_FOLLOWED, {"person": person_id}).scalars())


def followers(session: Session, themes: Sequence[str]) -> list[int]:
    """Who follows one of these themes."""
    return list(session.execute(_FOLLOWERS, {"themes": list(themes)}).scalars()) if themes else []


def themes_followed_by(session: Session, people: Sequence[int]) -> frozenset[tuple[int, str]]:
    """Which of these people follow which themes."""
    rows = session.execute(_FOLLOWED_BY, {"people": list(people)}) if people else ()
    return frozenset((row[0], row[1]) for row in rows)


def keep_unanswered(session: Session, words: str, themes: Sequence[str], now: datetime) -> None:
    """Count a search that found nothing; `words` hold no names."""
    query = insert_for(session, searches).values(words=words, themes=";".join(themes), count=1, at=now)
    again = {"count": searches.c.count + 1, "at": query.excluded.at, "themes": query.excluded.themes}
    session.connection().execute(query.on_conflict_do_update(index_elements=["words"], set_=again))


def unanswered(session: Session, most: int) -> list[Unanswered]:
    """The searches that found nothing, the most frequent first."""
    return [Unanswered(*row) for row in session.execute(_LATEST, {"most": most})]
