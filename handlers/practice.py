"""Strong practice for everybody: searching it, opening an entry, and hearing of what is new on a theme."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Button, Card, Divider, Element, Reply, Text, say
from handlers.instead import Instead
from handlers.practice_entries import contact_button, entry_card, practice_asked, theme_labels
from handlers.practice_finding import Hit, Search, find, own_shape, search_of, themes_with_entries
from handlers.request import Request
from handlers.wording import SECTORS, clipped, count, say_list
from store.practice_searches import follow, followed_themes, unfollow

PAGE = 5
_SUMMARY = 220
_NEAREST = 4


def practice_search(request: Request, session: Session, authority: Authority) -> Reply:
    """The entries that fit what was asked, five at a time; where there are none, the nearest themes that have some."""
    search = search_of(request, authority)
    like = own_shape(request, session, authority)
    if search.like_ours and like is None:
        return say("I do not know which school is yours. Please say its size or sector, or name a theme.")
    hits = find(session, authority, search, like)
    if not hits:
        return _nothing(search, session, authority)
    page = hits[search.start : search.start + PAGE]
    if len(hits) == 1 and not search.start:
        return entry_card(hits[0].practice, request, authority)
    return _page(page, hits, search, authority)


def _page(page: Sequence[Hit], hits: Sequence[Hit], search: Search, authority: Authority) -> Card:
    if not page:
        return say("That was all of it.")
    last = search.start + len(page)
    buttons = [contact_button(hit.practice, f"Contact {clipped(hit.practice.school, 50)}") for hit in page]
    more = len(hits) - last
    if more > 0:
        label = f"Next {PAGE}" if more >= PAGE else f"The last {more}"
        buttons.append(Button(label, "practice_search", search.values(last)))
    elif search.themes and len(page) < PAGE:
        buttons.append(_follow_button(search.themes[0], authority))
    body: list[Element] = []
    for hit in page:
        body += [*([Divider()] if body else []), *_shown(hit, authority)]
    return Card(title=_title(search, len(hits), last, len(page), authority), body=tuple(body), buttons=tuple(buttons))


def _title(search: Search, whole: int, last: int, shown: int, authority: Authority) -> str:
    about = say_list([_label(key, authority) for key in search.themes]) or (f"QI {search.qi}" if search.qi else "")
    span = f", {last - shown + 1} to {last}" if whole > shown else ""
    found = count(whole, "piece") + " of strong practice"
    return f"{about}: {found}{span}" if about else f"{found}{span}"


def _shown(hit: Hit, authority: Authority) -> list[Element]:
    practice = hit.practice
    where = f"{practice.school} ({SECTORS.get(practice.sector, practice.sector)})"
    said = [Text(f"{practice.title} – {where}"), Text(f"What was done: {clipped(practice.summary, _SUMMARY)}")]
    if practice.what_changed:
        said.append(Text(f"What changed: {clipped(practice.what_changed, _SUMMARY)}"))
    because = f" Why it is here: {'; '.join(hit.because)}." if hit.because else ""
    return [*said, Text(f"Themes: {theme_labels(practice, authority)}.{because}", quiet=True)]


def _nothing(search: Search, session: Session, authority: Authority) -> Card:
    """That there is nothing, with the nearest themes under which there is something."""
    about = say_list([_label(key, authority) for key in search.themes])
    words = f"No strong practice on {about} is on record." if about else "I found no strong practice for that."
    if search.school and not about:
        words = f"{search.school.name} has shared no strong practice yet."
    near = themes_with_entries(session, authority, search.words, _NEAREST)
    offered = tuple(Button(_label(key, authority), "practice_search", {"theme": key}) for key in near)
    hint = "There is something on these:" if offered else "Nothing at all is shared yet."
    kept = "I keep such searches for the officers, without names and without who asked."
    follows = (_follow_button(search.themes[0], authority),) if search.themes else ()
    return Card(body=(Text(words), Text(hint), Text(kept, quiet=True)), buttons=follows, choices=offered)


def _label(key: str, authority: Authority) -> str:
    return next((theme.label for theme in authority.themes.themes if theme.key == key), key)


def _follow_button(theme: str, authority: Authority) -> Button:
    return Button(f"Tell me of new practice on {_label(theme, authority).lower()}", "follow_theme", {"theme": theme})


def show_practice(request: Request, session: Session, authority: Authority) -> Reply:
    """One entry in full."""
    return entry_card(practice_asked(request, session, authority), request, authority)


def following(request: Request, session: Session, authority: Authority) -> Reply:
    """The themes that the asker follows; of words that name a theme, the button that follows it."""
    named = request.values.get("theme", "")
    if named and request.action.name == "follow_theme":
        words = f"Shall I tell you when there is new practice on {_label(named, authority)}?"
        return Card(body=(Text(words),), buttons=(_follow_button(named, authority),))
    themes = followed_themes(session, request.standing.person_id or 0)
    if not themes:
        return say("You follow no theme. Ask me for practice on something, and follow it from there.")
    ends = tuple(Button(f"Stop {_label(theme, authority)}", "unfollow_theme", {"theme": theme}) for theme in themes)
    words = f"I tell you of new practice on {say_list([_label(theme, authority) for theme in themes])}."
    return Card(body=(Text(words),), buttons=ends)


def follow_theme(request: Request, session: Session, authority: Authority) -> Reply:
    """Have the asker told of new practice on one theme."""
    theme = _theme_given(request, authority)
    fresh = follow(session, request.standing.person_id or 0, theme, request.now)
    label = _label(theme, authority)
    words = f"I will tell you of new practice on {label}." if fresh else f"You follow {label} already."
    return Card(body=(Text(words),), buttons=(Button("Stop it", "unfollow_theme", {"theme": theme}),))


def unfollow_theme(request: Request, session: Session, authority: Authority) -> Reply:
    """End it for one theme, also for one that the files no longer name."""
    theme = request.values["theme"]
    ended = unfollow(session, request.standing.person_id or 0, theme)
    label = _label(theme, authority)
    return say(f"I will not tell you of practice on {label} any more." if ended else f"You did not follow {label}.")


def _theme_given(request: Request, authority: Authority) -> str:
    theme = request.values["theme"]
    if theme not in {known.key for known in authority.themes.themes}:
        raise Instead(say("I know no theme of that name. Ask me for practice on something, and follow it from there."))
    return theme
