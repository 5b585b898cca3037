"""Who asks, what they want, and which school they mean: what comes before every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, has_reach, may, may_about_visit, reaches_all
from framework.numbers import number_in
from handlers.asker import local_day, person_of, standing_of, with_standing
from handlers.cards import say
from handlers.instead import Instead
from handlers.reasons import reason_kept
from handlers.refused import for_others, not_yours, said_though_refused
from handlers.request import Action, Request
from handlers.table import Capability
from handlers.understanding.record import VocabularyCache
from handlers.understanding.schools import Found
from handlers.understanding.shown import shown_intent
from handlers.understanding.understand import Understood, understand
from handlers.visits_held import schools_visited
from handlers.which_school import MOST_CHOICES, choose, existing, which
from store.schools import SchoolView, school_by_code

# What a head asks of one school, which is their own where they name no other.
_OF_ONE_SCHOOL = frozenset(
    {
        "tier_of_school",
        "tier_reason",
        "tier_history",
        "next_visit",
        "visit_list",
        "book_visit",
        "move_visit",
        "cancel_visit",
        "record_visit",
        "dispute_record",
        "plan_status",
        "plan_update",
        "plan_overdue",
        "review_due",
        "practice_share",
        "who_is_link",
        "school_profile",
        "risk_flags",
    }
)
_ELSEWHERE = frozenset({"cluster", "person", "scope", "school"})


@dataclass(frozen=True)
class Wanted:
    """What a request asks for: the action, and for words what was understood of them; `also` in a compound sentence."""

    action: Action
    understood: Understood | None = None
    also: tuple[Wanted, ...] = ()


class Names:
    """Understands words and names with the authority's own vocabulary, read from the record when it has changed."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._cache = VocabularyCache(authority)

    def understood(self, request: Request, session: Session) -> Wanted:
        if not request.by_words:
            return Wanted(request.action)
        vocabulary = self._cache.vocabulary(session, local_day(request, self.authority))
        found = understand(request.words, vocabulary, local_day(request, self.authority), request.previous)
        also = tuple(Wanted(Action(further.intent, self._kept(further)), further) for further in found.also)
        return Wanted(Action(found.intent, self._kept(found)), found, also)

    def heard(self, wanted: Wanted, request: Request, refused: bool = False) -> dict[str, str]:
        """Every entity that was heard, by its public name; a school only where the asker may know of it.

        Of what was `refused` only what the words say by themselves, to who may not know of every school.
        """
        said = self._heard(wanted, request)
        return said_though_refused(said, self.authority, request.standing) if refused else said

    def _heard(self, wanted: Wanted, request: Request) -> dict[str, str]:
        if wanted.understood is None:
            return {}
        every = (wanted.understood, *wanted.understood.also)
        said = {name: value for one in reversed(every) for name, value in one.named.items()}
        if said.get("reason"):
            said["reason"] = reason_kept(said["reason"], self.authority.framework.cancel_reasons)
        found = next((one.school.school for one in every if one.school and one.school.school), None)
        if _speaks_of_their_own(wanted.understood, said, request.standing):
            said["self_school"] = "true"
        if found is not None and may(self.authority.access, request.standing, "directory", found.id):
            said["school"] = found.name
        return said

    def _kept(self, found: Understood) -> dict[str, str]:
        """The values of the words, with the reason that may be kept in place of the one that was typed."""
        values = dict(found.values)
        if values.get("reason"):
            values["reason"] = reason_kept(values["reason"], self.authority.framework.cancel_reasons)
        return values

    def with_school(self, wanted: Wanted, request: Request, capability: Capability, session: Session) -> Request:
        """The request with its school, where it is about one. Raises Instead with a refusal or a question back.

        Whether the asker may know of any school but their own is judged before a name is looked at: to someone who
        may not, a school that exists and one that does not give the same answer.
        """
        if not capability.matter:
            return request
        if not _may_at_all(self.authority, request.standing, capability.matter):
            raise Instead(for_others(capability.matter, request, self.authority))
        if not capability.one_school:
            return request
        school = self._named_school(wanted, request, capability, session)
        if school is None:
            return request
        values = dict(request.action.values) | {"school": school.name, "seed_code": school.seed_code}
        return replace(request, school=school, action=Action(request.action.name, values))

    def _named_school(
        self, wanted: Wanted, request: Request, capability: Capability, session: Session
    ) -> SchoolView | None:
        if capability.of_visit and request.action.values.get("visit"):
            return _school_of_visit(request, capability, session, self.authority)
        direct = _given_school(request.action.values, session)
        if direct is not _NOTHING_GIVEN:
            return _if_allowed(direct, request, capability, session, self.authority)
        found, words = self._looked_up(wanted, request, capability, session)
        if capability.one_school == "named":
            return existing(session, found.matches[0].school.id) if found is not None and found.certain else None
        if found is not None and words:
            return self._chosen(found, words, request, capability, session)
        return _own_school(request, capability, session)

    def _looked_up(
        self, wanted: Wanted, request: Request, capability: Capability, session: Session
    ) -> tuple[Found | None, str]:
        if wanted.understood is not None:
            found, words = wanted.understood.school, wanted.understood.school_words
            # Where no school was named by the shape of the words, an ordinary word may still be one's name. To somebody
            # without reach that must not show: for them the shape alone counts, which does not know who exists.
            if (
                found is not None
                and not words
                and has_reach(self.authority.access, request.standing, capability.matter)
            ):
                return found, found.mention
            return (found or Found()), words
        words = request.action.values.get("school", "")
        if not words:
            return None, ""
        vocabulary = self._cache.vocabulary(session, local_day(request, self.authority))
        return vocabulary.schools.find(words), words

    def _chosen(
        self, found: Found, words: str, request: Request, capability: Capability, session: Session
    ) -> SchoolView:
        held = schools_visited(request, capability, session, self.authority)
        allowed = [
            match.school.id
            for match in found.matches
            if match.school.id in held
            or may(self.authority.access, request.standing, capability.matter, match.school.id)
        ]
        own = [school for school in allowed if school in request.standing.own_schools | held]
        if found.certain and allowed:
            return existing(session, allowed[0])
        if len(own) == 1:
            return existing(session, own[0])
        if len(own) > 1:
            # Which of their own they mean: that tells nobody of a school that they may not know.
            mine = [existing(session, school) for school in own[:MOST_CHOICES]]
            raise Instead(choose("Which of these do you mean?", mine, request))
        if not reaches_all(self.authority.access, request.standing, capability.matter) or found.certain:
            raise Instead(not_yours(request, session, capability.matter))
        raise Instead(which(found, words, request, session))


_NOTHING_GIVEN = SchoolView(0, "", "", "", "", "", None, None, None, "")


def _speaks_of_their_own(understood: Understood, said: Mapping[str, str], standing: Standing) -> bool:
    """Whether a head asks about one school and names none: 'can you come on Friday instead?' is about their own."""
    elsewhere = understood.school_words or understood.school is not None or said.keys() & _ELSEWHERE
    return shown_intent(understood.intent) in _OF_ONE_SCHOOL and len(standing.heads) == 1 and not elsewhere


def _given_school(values: Mapping[str, str], session: Session) -> SchoolView | None:
    """The school that a button or form names by its seed code; None when there is no such school."""
    if values.get("seed_code"):
        return school_by_code(session, values["seed_code"])
    if re.fullmatch(r"\d{7}", values.get("school", "")):
        return school_by_code(session, values["school"])
    return _NOTHING_GIVEN


def _school_of_visit(request: Request, capability: Capability, session: Session, authority: Authority) -> SchoolView:
    """The school of the visit that a button names, for whoever may know of the visit: its own officer may where others
    may not. What they may do about it is judged by the capability itself."""
    from store.visits import visit_by_id

    named = request.action.values["visit"]
    visit = visit_by_id(session, number_in(named))
    if visit is None or not may_about_visit(
        authority.access, request.standing, "visits", visit.school_id, visit.officer_id
    ):
        raise Instead(not_yours(request, session, capability.matter))
    return existing(session, visit.school_id)


def _if_allowed(
    school: SchoolView | None, request: Request, capability: Capability, session: Session, authority: Authority
) -> SchoolView:
    if school is None or not may(authority.access, request.standing, capability.matter, school.id):
        raise Instead(not_yours(request, session, capability.matter))
    return school


def _own_school(request: Request, capability: Capability, session: Session) -> SchoolView | None:
    """The asker's only school; where there are several, the question back, or nothing where 'own' work is meant."""
    own = sorted(request.standing.own_schools)
    if len(own) == 1:
        return existing(session, own[0])
    if capability.one_school == "own":
        return None
    schools = [existing(session, school) for school in own[:MOST_CHOICES]]
    if not schools:
        raise Instead(say("Which school do you mean? Please ask again with its name."))
    more = "" if len(own) <= MOST_CHOICES else " Or ask again with the school's name."
    raise Instead(choose(f"Which school do you mean?{more}", schools, request))


def _may_at_all(authority: Authority, person: Standing, matter: str) -> bool:
    if has_reach(authority.access, person, matter):
        return True
    return any(may(authority.access, person, matter, school) for school in person.own_schools)


# Whom to turn to for what one's own role does not do, by the relations of `[access]`.


# Who asks stands in `handlers.asker`, and is asked about here.
__all__ = ["Names", "Wanted", "local_day", "not_yours", "person_of", "standing_of", "with_standing"]
