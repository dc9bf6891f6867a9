# SPDX-License-Identifier: EUPL-1.2
"""Contributions as they stand in a list, in a thread, or alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from dialogue.core.texts import _, current_locale, long_date, ngettext
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.queries.contribution import Root

REPLIES_IN_THREAD = 5


@dataclass(frozen=True)
class Shown:
    """What the component `contribution` takes."""

    id: int
    lang: str
    words_html: str
    name: str | None
    on_behalf_of: str | None
    date_text: str
    place: tuple[str, str] | None
    state_tag: Markup | None
    url: str | None
    reply_url: str | None
    notice_url: str | None
    #: That it was said about a goal of a former year.
    of_year: Markup | None = None


@dataclass(frozen=True)
class Branch:
    """A place in a thread: a contribution (None when it no longer shows) and its first replies."""

    root: Shown | None
    replies: list[Shown]
    more_url: str | None
    more_label: Markup | None


def shown(
    contribution: Contribution,
    today: date,
    *,
    reply_url: str | None = None,
    linked: bool = True,
    tagged: bool = True,
    year: int | None = None,
) -> Shown:
    """One published contribution; `linked`: with the way to its own page; `tagged`: with how its
    answer is doing; `year`: of the former goal that it is about.
    """
    here = contribution.id
    return Shown(
        id=here,
        lang=contribution.language,
        words_html=contribution.body_html,
        name=contribution.name,
        on_behalf_of=contribution.on_behalf_of,
        date_text=long_date(local_day(contribution.received_at), today),
        place=contribution.place.name.best(current_locale()) if contribution.place else None,
        state_tag=state_tag(contribution, today) if tagged else None,
        url=url_for("pages.contribution", contribution_id=here) if linked else None,
        reply_url=reply_url,
        notice_url=url_for("moderation.notice", contribution_id=here),
        of_year=of_year(year),
    )


def of_year(year: int | None) -> Markup | None:
    """That something belongs to a goal of a former year."""
    return _("Goal %(year)s", year=str(year)) if year else None


def state_tag(contribution: Contribution, today: date) -> Markup | None:
    """That something published is answered, or late; while its answer is on time, nothing."""
    if contribution.answered_at is not None:
        return _("Answered")
    return _("The answer is late") if local_day(contribution.due_at) < today else None


def reply_url(thread: Thread, root_id: int) -> str:
    """Where one comments on a contribution of this thread."""
    return url_for(
        "dialogues.write", slug=thread.dialogue.slug, thread_slug=thread.slug, parent=root_id
    )


def branches(
    thread: Thread,
    roots: Sequence[Root],
    replies: dict[int, list[Contribution]],
    today: date,
    *,
    is_open: bool,
) -> list[Branch]:
    """A page of a thread.  What no longer shows can be neither commented on nor reported."""
    return [_branch(thread, root, replies[root.root_id], today, is_open) for root in roots]


def _branch(
    thread: Thread, root: Root, replies: list[Contribution], today: date, is_open: bool
) -> Branch:
    first = root.contribution
    here = reply_url(thread, first.id) if first is not None and is_open else None
    # All replies stand on the page of what they answer, or, when that is gone, of each of them.
    whole = first or (replies[0] if replies else None)
    more = whole is not None and root.reply_count > len(replies)
    return Branch(
        root=shown(first, today, reply_url=here) if first is not None else None,
        replies=[shown(reply, today) for reply in replies],
        more_url=url_for("pages.contribution", contribution_id=whole.id) + "#kommentarer"
        if more and whole is not None
        else None,
        more_label=ngettext("All %(num)s comment", "All %(num)s comments", root.reply_count)
        if more
        else None,
    )
