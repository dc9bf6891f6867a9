# SPDX-License-Identifier: EUPL-1.2
"""A thread: the question, the promise, and what people said, twenty at a time."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.texts import _, current_locale
from dialogue.core.web.guards import instant, public
from dialogue.dialogues.models import Thread
from dialogue.dialogues.queries.contribution import Roots, replies, roots
from dialogue.dialogues.rules.contribution import Sort
from dialogue.dialogues.rules.dialogue import PublicState
from dialogue.pages.queries.dialogue import ThreadPage, thread_page
from dialogue.pages.queries.links import links_of_thread
from dialogue.pages.shown.contribution import REPLIES_IN_THREAD, Branch, branches
from dialogue.pages.shown.dialogue import KINDS, dialogue_url, promise, state_text, thread_url
from dialogue.pages.shown.goal import assignments_among, goals_among
from dialogue.pages.views.blueprint import blueprint, found, today


@blueprint.get("/dialoger/<slug>/<thread_slug>")
@public(reading=True)
def thread(slug: str, thread_slug: str) -> str:
    """Four queries for the anonymous, whatever is said: thread, links, roots, replies."""
    page = found(thread_page(slug, thread_slug))
    sort = Sort.of(request.args.get("sortering"))
    here = roots(page.thread.id, sort, request.args.get("efter"))
    state = page.thread.dialogue.public_state(instant(), unanswered=page.is_unanswered)
    return render_template(
        "pages/thread.html",
        question=page.thread.question.best(current_locale()),
        count=page.thread.shown_count,
        branches=_branches(page.thread, here, state),
        **_belongs(page),
        **_around(page, state),
        **_pages(page.thread, sort, here),
    )


def _branches(thread: Thread, here: Roots, state: PublicState) -> list[Branch]:
    first = replies([root.root_id for root in here.rows], REPLIES_IN_THREAD)
    return branches(thread, here.rows, first, today(), is_open=state is PublicState.OPEN)


def _belongs(page: ThreadPage) -> dict[str, Any]:
    """The promise, and what on the steering chain it is about."""
    links = links_of_thread(page.thread)
    return {
        "promise": promise(page.thread.dialogue, links, page.changes, instant()),
        "goals": goals_among(links),
        "assignments": assignments_among(links),
    }


def _around(page: ThreadPage, state: PublicState) -> dict[str, Any]:
    dialogue = page.thread.dialogue
    url = thread_url(dialogue, page.thread)
    return {
        "dialogue_title": dialogue.title.best(current_locale()),
        "dialogue_url": dialogue_url(dialogue),
        "is_standing": dialogue.is_standing,
        "state": state.value,
        "state_text": state_text(dialogue, state, today()),
        "state_kind": KINDS.get(state, ""),
        "write_url": f"{url}/skriv" if state is PublicState.OPEN else None,
    }


def _pages(thread: Thread, sort: Sort, here: Roots) -> dict[str, Any]:
    """The orders to choose from, and the next page in this one."""

    def address(**query: str | None) -> str:
        slug = thread.dialogue.slug
        return url_for("pages.thread", slug=slug, thread_slug=thread.slug, **query)  # type: ignore[arg-type]  # plain words

    labels = {
        Sort.OLDEST: _("Oldest first"),
        Sort.NEWEST: _("Newest first"),
        Sort.ANSWERED: _("Answered ones"),
    }
    order = None if sort is Sort.OLDEST else sort.value
    return {
        "sort": sort.value,
        "orders": [
            (address(sortering=None if s is Sort.OLDEST else s.value), label, s is sort)
            for s, label in labels.items()
        ],
        "first_url": address(sortering=order) if request.args.get("efter") else None,
        "later_url": address(sortering=order, efter=here.later) if here.later else None,
    }
