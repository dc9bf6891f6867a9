# SPDX-License-Identifier: EUPL-1.2
"""Dialogues as public pages show them: state, promise, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from markupsafe import Markup, escape

from dialogue.core.municipality import municipality
from dialogue.core.texts import _, current_locale, date_and_time, long_date, ngettext
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Dialogue, Thread
from dialogue.dialogues.promise import Promise, promise_of
from dialogue.dialogues.queries.dialogue import Listed
from dialogue.dialogues.rules.dialogue import PublicState
from dialogue.dialogues.wording import HEADINGS
from dialogue.pages.queries.links import Link

Words = tuple[str, str]

#: The colour of each state's tag.
KINDS = {
    PublicState.OPEN: "ok",
    PublicState.UPCOMING: "brand",
    PublicState.ANSWERING: "brand",
    PublicState.OVERDUE: "warn",
    PublicState.ANSWERED: "ok",
    PublicState.CANCELLED: "danger",
}


@dataclass(frozen=True)
class OpenItem:
    """What the component `open_dialogue` takes."""

    url: str
    question: Words
    place: Words | None
    closes_text: Markup
    count: int
    left_percent: int | None


@dataclass(frozen=True)
class Row:
    """A dialogue in the list of all."""

    url: str
    title: Words
    place: Words | None
    state_text: Markup
    state_kind: str
    count: int


@dataclass(frozen=True)
class ThreadRow:
    """A thread of a dialogue, with how much is said under it."""

    url: str
    question: Words
    count_text: Markup


@dataclass(frozen=True)
class Change:
    """One change of the promise after it was announced."""

    date_text: str
    label: Markup
    old: str
    new: str


def state_text(dialogue: Dialogue, state: PublicState, today: date) -> Markup:
    """What a dialogue shows as, in a few words."""
    match state:
        case PublicState.UPCOMING if dialogue.opens_at:
            return _("Coming %(date)s", date=long_date(local_day(dialogue.opens_at), today))
        case PublicState.OPEN if dialogue.closes_at is None:
            return _("Always open")
        case PublicState.OPEN if dialogue.closes_at:
            return _("Open until %(date)s", date=long_date(local_day(dialogue.closes_at), today))
        case PublicState.ANSWERING if dialogue.answer_by:
            return _("Answer by %(date)s", date=long_date(dialogue.answer_by, today))
        case PublicState.ANSWERING:
            return _("Closed, we are reading")
        case PublicState.OVERDUE:
            return _("The answer is late")
        case PublicState.CANCELLED:
            return _("Cancelled")
        case _other:
            return _("Answered")


def open_items(found: Sequence[Listed], today: date) -> list[OpenItem]:
    """The open ones, question first."""
    return [_open_item(item, today) for item in found]


def _open_item(item: Listed, today: date) -> OpenItem:
    dialogue = item.dialogue
    asked = dialogue.threads[0].question if len(dialogue.threads) == 1 else dialogue.title
    return OpenItem(
        url=dialogue_url(dialogue),
        question=asked.best(current_locale()),
        place=_place(dialogue),
        closes_text=state_text(dialogue, item.state, today),
        count=item.shown,
        left_percent=_left(dialogue, today),
    )


def _left(dialogue: Dialogue, today: date) -> int | None:
    """How much of its time is left, in hundredths; by days: a page stays the same all day."""
    opened = dialogue.opens_at or dialogue.announced_at
    if dialogue.closes_at is None or opened is None:
        return None
    last = local_day(dialogue.closes_at)
    whole = max(1, (last - local_day(opened)).days)
    return max(0, min(100, round(100 * (last - today).days / whole)))


def rows(found: Sequence[Listed], today: date) -> list[Row]:
    """Dialogues in the list of all."""
    return [
        Row(
            url=dialogue_url(item.dialogue),
            title=item.dialogue.title.best(current_locale()),
            place=_place(item.dialogue),
            state_text=state_text(item.dialogue, item.state, today),
            state_kind=KINDS.get(item.state, ""),
            count=item.shown,
        )
        for item in found
    ]


def _place(dialogue: Dialogue) -> Words | None:
    return dialogue.place.name.best(current_locale()) if dialogue.place else None


def dialogue_url(dialogue: Dialogue) -> str:
    """The address of a dialogue."""
    return url_for("pages.dialogue", slug=dialogue.slug)


def thread_url(dialogue: Dialogue, thread: Thread) -> str:
    """The address of a thread."""
    return url_for("pages.thread", slug=dialogue.slug, thread_slug=thread.slug)


def thread_rows(dialogue: Dialogue) -> list[ThreadRow]:
    """Its questions."""
    return [
        ThreadRow(
            thread_url(dialogue, thread),
            thread.question.best(current_locale()),
            ngettext("%(num)s contribution", "%(num)s contributions", thread.shown_count),
        )
        for thread in dialogue.threads
    ]


def promise(dialogue: Dialogue, links: Sequence[Link], changes: int, now: datetime) -> Promise:
    """The promise card as it stands at `now`."""
    if dialogue.is_standing or dialogue.answer_by is None:
        goal_key = links[0][0].path_key if links else None
        due = local_day(municipality().due_at(now, goal_key))
    else:
        due = dialogue.answer_by
    url = url_for("pages.dialogue_changes", slug=dialogue.slug)
    return promise_of(dialogue, answer_by=due, links=links, changes=changes, changes_url=url)


def changes(dialogue: Dialogue, today: date) -> list[Change]:
    """Every change of the promise, the latest first."""
    return [
        Change(
            date_text=date_and_time(change.at, today),
            label=escape(HEADINGS.get(change.field, _("The promise"))),
            old=change.old,
            new=change.new,
        )
        for change in reversed(dialogue.changes)
    ]
