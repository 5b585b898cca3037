"""The vocabulary of one authority: its own words from the configuration, its names from the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from handlers.understanding.schools import NamedSchool, SchoolIndex
from handlers.understanding.vocabulary import NamedPerson, Vocabulary
from store.posts import Holder, holders
from store.schools import SchoolView, all_schools, cluster_names, names_revision
from store.taught import taught_sentences

_NAMED_ROLES = (
    "link_officer",
    "quality_manager",
    "head_of_education",
    "cluster_lead",
    "support_provider",
    "administrator",
)
# Known by their names, so that a person named is not taken for a school; a first name alone is one only where it is
# nobody else's and no school's.
_HEADS = ("headteacher", "acting_headteacher", "depute")


class VocabularyCache:
    """Builds the vocabulary when it is first needed, and again when the names in the record have changed."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._kept: tuple[tuple[str, date], Vocabulary] | None = None

    def vocabulary(self, session: Session, day: date) -> Vocabulary:
        """The vocabulary of `day`: people are known by the posts they hold then."""
        revision = (names_revision(session), day)
        kept = self._kept
        if kept is None or kept[0] != revision:
            # One assignment: another thread sees the old vocabulary or the new one, never half of either.
            kept = self._kept = (revision, build_vocabulary(session, self._authority, day))
        return kept[1]


def build_vocabulary(session: Session, authority: Authority, day: date) -> Vocabulary:
    holding = holders(session, (*_HEADS, *_NAMED_ROLES), day)
    framework = authority.framework
    return Vocabulary(
        schools=SchoolIndex(_named(school) for school in all_schools(session)),
        clusters=tuple(cluster_names(session).values()),
        people=_people(holding),
        tiers=tuple((tier.key, tier.names()) for tier in framework.tiers),
        visit_types=tuple((kind.key, kind.names()) for kind in framework.visit_types),
        themes=tuple((theme.key, (theme.label, *theme.words)) for theme in authority.themes.themes),
        year=authority.school_year,
        taught=(*_own_words(authority), *((one.words, one.action) for one in taught_sentences(session))),
    )


def _people(holding: Sequence[Holder]) -> tuple[NamedPerson, ...]:
    """Everybody once, with the schools that they lead."""
    people: dict[int, NamedPerson] = {}
    for post in holding:
        leads = {post.school_id} if post.school_id is not None and post.role in _HEADS else set()
        before = people[post.person_id].schools if post.person_id in people else frozenset()
        people[post.person_id] = NamedPerson(post.person_id, post.name, post.role, before | leads)
    return tuple(people.values())


def _own_words(authority: Authority) -> tuple[tuple[str, str], ...]:
    """What the authority's own framework.toml says that words mean."""
    return tuple((words, action) for action, several in authority.framework.words.items() for words in several)


def _named(school: SchoolView) -> NamedSchool:
    aliases = tuple(part.strip() for part in school.aliases.split(";") if part.strip())
    return NamedSchool(school.id, school.name, aliases, school.sector, school.cluster, denomination=school.denomination)
