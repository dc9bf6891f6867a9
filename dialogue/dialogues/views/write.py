# SPDX-License-Identifier: EUPL-1.2
"""The write page: its box, its preview, and where words for a closed dialogue can go."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from flask import g, request, url_for
from werkzeug.wrappers import Response

from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.languages import DEFAULT
from dialogue.core.personal_data import MASK, mask
from dialogue.core.texts import current_locale, plain
from dialogue.core.web.guards import instant, public, reader, see_other
from dialogue.core.workdays import local_day
from dialogue.dialogues.acts import Words, found_in
from dialogue.dialogues.commands.contribution import contribute
from dialogue.dialogues.forms.contribution import SORT_IT, WriteForm
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.queries.contribution import contribution_by_key, shown_in
from dialogue.dialogues.queries.dialogue import redirect_target, thread_with_card
from dialogue.dialogues.rules.card import standing_slug
from dialogue.dialogues.rules.dialogue import FREE_SLUG, STANDING_THREAD
from dialogue.dialogues.views.blueprint import blueprint
from dialogue.dialogues.views.write_pages import Writing, closed_page, preview_page, write_page
from dialogue.goals.models import Goal
from dialogue.goals.queries import current_goals, place_by_key, places

#: What can be done with the form; a form that does not say sends.
ACTS = ("continue", "preview", "send", "mask")
#: Names are stored in a column of this width; masked ones may have grown.
LINE = 300


@blueprint.route("/dialoger/<slug>/<thread_slug>/skriv", methods=["GET", "POST"])
@public
def write(slug: str, thread_slug: str) -> Response:
    """Write in a dialogue, or comment on what somebody wrote there."""
    thread = thread_with_card(slug, thread_slug)
    if thread is None:
        raise NotFound("no announced dialogue has this thread")
    form = WriteForm()
    form.offer(None, _places())
    return _answer(Writing(form, thread, from_start=False))


@blueprint.route("/skriv", methods=["GET", "POST"])
@public
def write_free() -> Response:
    """Write to the municipality; she says what it is about, or lets it be sorted."""
    goals = current_goals(local_day(instant()))
    form = WriteForm()
    form.offer({g.key: g.short.best(current_locale()) for g in goals}, _places())
    return _answer(Writing(form, _chosen_thread(form.goal_key, goals), from_start=True))


def _places() -> dict[str, tuple[str, str]]:
    return {place.key: place.name.best(current_locale()) for place in places()}


def _chosen_thread(key: str, goals: list[Goal]) -> Thread | None:
    """The standing dialogue of the chosen goal; `fritt` for whoever does not know."""
    goal = next((g for g in goals if g.key == key), None)
    if goal is None and key != SORT_IT:
        return None
    slug = standing_slug(goal.path_key) if goal else FREE_SLUG
    return thread_with_card(slug, STANDING_THREAD) or thread_with_card(FREE_SLUG, STANDING_THREAD)


def _answer(writing: Writing) -> Response:
    """Show the page, or take what was sent; the first box only opens the page."""
    form = writing.form
    if request.method != "POST":
        form.parent.data = request.args.get("parent", "")
    writing.parent = _parent(writing)
    form.parent_shows = writing.parent is not None
    is_open = writing.thread is None or writing.thread.dialogue.is_open(instant())
    if request.method == "POST" and request.form.get("act") != "continue":
        return _take(writing, is_open)
    if not is_open:
        return _closed(writing, 409 if request.method == "POST" else 200)
    if writing.parent is None:
        form.parent.data = ""
    return write_page(writing)


def _parent(writing: Writing) -> Contribution | None:
    number = str(writing.form.parent.data or "")
    if writing.thread is None or not (number.isascii() and number.isdigit() and len(number) < 17):
        return None
    return shown_in(writing.thread.id, int(number))


def _take(writing: Writing, is_open: bool) -> Response:
    """Refuse in the order of the house, else preview or send."""
    form, act = writing.form, request.form.get("act", "send")
    status = form.refusal(limit=None if act == "preview" else "contribute")
    if form.website.data and status in (None, 422):
        return see_other(url_for("dialogues.thanks"))  # a machine filled in what nobody sees
    if status is None and writing.thread is None:
        raise NotFound("there is no standing dialogue to put it in")
    if status is None and act != "preview":
        first = contribution_by_key(_key(writing, _words(writing, act)))
        if first is not None:
            return _to_receipt(first)
    if not is_open:
        return _closed(writing, status or 409)
    if status is not None:
        return write_page(writing, status, seconds=g.get("retry_after", 0))
    if act not in ACTS:
        return write_page(writing, 422, fault=plain("Choose what to do with the text."))
    return preview_page(writing) if act == "preview" else _send(writing, _words(writing, act))


def _send(writing: Writing, words: Words) -> Response:
    """Store the words, unless they hold personal data that she has not been shown yet."""
    if found_in(words) and request.form.get("personal_data_seen") != "1":
        return preview_page(writing, 422)
    assert writing.thread is not None
    try:
        stored = contribute(
            reader(), writing.thread, words=words, key=_key(writing, words), at=instant()
        )
    except Invalid as refusal:
        return write_page(writing, refusal.status, fault=" ".join(refusal.faults.values()))
    except Conflict as refusal:
        return _closed(writing, refusal.status)
    return _to_receipt(stored)


def _to_receipt(stored: Contribution) -> Response:
    return see_other(url_for("pages.receipt", code=stored.receipt.code))


def _words(writing: Writing, act: str) -> Words:
    """What was typed, with what is personal masked where she asks for that."""
    form = writing.form
    place = place_by_key(form.place.data) if form.place.data else None
    words = Words(
        body=form.body.data,
        language=form.language.data or DEFAULT,
        place_id=place.id if place else None,
        email=form.email.data or None,
        name=form.name.data or None,
        on_behalf_of=form.on_behalf_of.data or None,
        parent_id=writing.parent.id if writing.parent else None,
    )
    if act != "mask":
        return words
    return replace(
        words,
        body=mask(words.body),
        name=_masked(words.name),
        on_behalf_of=_masked(words.on_behalf_of),
    )


def _masked(line: str | None) -> str | None:
    masked = mask(line) if line else None
    return MASK if masked and len(masked) > LINE else masked


def _key(writing: Writing, words: Words) -> str:
    """One key for one form, thread, parent and words: a double click is one contribution."""
    assert writing.thread is not None
    parts = (writing.form.key, str(writing.thread.id), str(words.parent_id or ""), words.body)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _closed(writing: Writing, status: int) -> Response:
    """Why nobody can write here, and where the words can go instead."""
    assert writing.thread is not None
    target = redirect_target(writing.thread.dialogue, local_day(instant()))
    return closed_page(writing, target, status)
