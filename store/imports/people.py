"""People by e-mail, with the posts that their row is short for and the accounts that an administrator vouches for."""

from __future__ import annotations

from sqlalchemy import select

from store.imports.accounts import PLATFORMS, AccountBook, Claim
from store.imports.cells import Email, Line, MaybeDay, Role, SeedCodes, SlackUser, TeamsUser
from store.imports.held_posts import Place, PostBook
from store.imports.loading import NO_SCHOOL, CsvRow, Kind, Loading, person_ids, school_ids
from store.imports.sheet import shown
from store.posts import people


class PersonRow(CsvRow):
    """One person in one role, at each school named or at none. Several roles take several rows."""

    email: Email
    name: Line
    role: Role
    seed_codes: SeedCodes = ()
    started_on: MaybeDay = None
    slack_user_id: SlackUser = ""
    teams_user_id: TeamsUser = ""


def load(loading: Loading, rows: list[PersonRow]) -> None:
    """Add the people that are new; name, posts and accounts of the others follow the file."""
    _names_agree(loading, rows)
    named = {row.email: row.name for row in rows}
    before = {row.email: row for row in loading.session.execute(select(people))}
    new = [{"email": email, "name": name} for email, name in named.items() if email not in before]
    renamed = [email for email, name in named.items() if email in before and before[email].name != name]
    loading.add(people, new)
    loading.change(people, [{"id": before[email].id, "name": named[email]} for email in renamed])
    ids = person_ids(loading.session)
    changed = {*renamed, *_hold_posts(loading, rows, ids), *_confirm_accounts(loading, rows, ids)}
    loading.added = len(new)
    loading.changed = len(changed & before.keys())
    loading.unchanged = len(named) - loading.added - loading.changed
    gone = sorted(email for email in named if email in before and before[email].left_at is not None)
    loading.remarks += [f"{email} has left: this file does not bring them back." for email in gone]


def _names_agree(loading: Loading, rows: list[PersonRow]) -> None:
    first: dict[str, PersonRow] = {}
    for row in rows:
        other = first.setdefault(row.email, row)
        if other.name != row.name:
            what = f"{shown(row.name)} is {shown(other.name)} in row {other.row}; write one name for {row.email}"
            loading.fault(row.row, "name", what)


def _hold_posts(loading: Loading, rows: list[PersonRow], ids: dict[str, int]) -> set[str]:
    """Put down the posts; returns whose posts are new or begin on another day."""
    schools, book = school_ids(loading.session), PostBook(loading.session)
    touched = set()
    for row in rows:
        for code in row.seed_codes:
            if code not in schools:
                loading.fault(row.row, "seed_codes", NO_SCHOOL.format(code))
        places: list[Place] = [(schools[code], None) for code in row.seed_codes if code in schools]
        for place in places or [(None, None)]:
            if book.hold(ids[row.email], row.role, place, row.started_on, row.row):
                touched.add(row.email)
    book.save(loading)
    return touched


def _confirm_accounts(loading: Loading, rows: list[PersonRow], ids: dict[str, int]) -> set[str]:
    """Put down the accounts as confirmed; returns whose are new or are theirs no more."""
    book, touched = AccountBook(loading, ids), set()
    for row in rows:
        for platform in PLATFORMS:
            column = f"{platform}_user_id"
            user = getattr(row, column)
            if user and book.confirm(row.row, column, Claim(platform, user, row.email)):
                touched.add(row.email)
    book.save()
    return touched


PEOPLE = Kind(PersonRow, load, names_people_and_schools=True)
