# SPDX-License-Identifier: EUPL-1.2
"""The dialogue desk: the list, a new dialogue, one dialogue."""

from __future__ import annotations

from itertools import groupby

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.core.access import Permission, committees_of, may
from dialogue.core.errors import NotFound
from dialogue.core.web.guards import instant, reader, requires, see_other
from dialogue.dialogues.commands.dialogue import create_dialogue
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.dialogue import Listed, dialogue_by_id, dialogues_by_state
from dialogue.dialogues.rules.dialogue import PublicState
from dialogue.dialogues.views import desk_card
from dialogue.dialogues.views.blueprint import blueprint

PAGE = 30
#: What needs somebody's hand stands first.
ORDER = (
    PublicState.OVERDUE, PublicState.OPEN, PublicState.ANSWERING, PublicState.UPCOMING,
    PublicState.DRAFT, PublicState.ANSWERED, PublicState.CANCELLED, PublicState.ARCHIVED,
)  # fmt: skip


def _mine(dialogue_id: int) -> Dialogue:
    """The dialogue, when it is in the reader's scope.  Raises NotFound."""
    dialogue = dialogue_by_id(dialogue_id) if dialogue_id < 2**63 else None
    if dialogue is None or not may(reader(), Permission.DIALOGUE_MANAGE, dialogue.whose()):
        raise NotFound("no such dialogue for this reader")
    return dialogue


def _state(listed: Listed) -> PublicState:
    return listed.state


@blueprint.get("/arbete/dialoger")
@requires(Permission.DIALOGUE_MANAGE)
def desk() -> str:
    """The reader's dialogues, by what they show as."""
    number = request.args.get("sida", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    first = (max(page, 1) - 1) * PAGE
    mine = committees_of(reader(), Permission.DIALOGUE_MANAGE)
    found = dialogues_by_state(
        instant(), ORDER, committees=mine, public=False, first=first, count=PAGE + 1
    )
    return render_template(
        "dialogues/desk.html",
        groups=[(state, list(of)) for state, of in groupby(found[:PAGE], key=_state)],
        earlier=url_for(".desk", sida=page - 1) if page > 1 else None,
        later=url_for(".desk", sida=page + 1) if len(found) > PAGE else None,
    )  # fmt: skip


@blueprint.route("/arbete/dialoger/ny", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_MANAGE)
def desk_new() -> tuple[str, int] | Response:
    """A dialogue that is not there yet; POST makes a draft, or announces it in one go."""
    if request.method != "POST":
        return desk_card.page(None)
    form = desk_card.new()
    if status := form.refusal():
        return desk_card.page(None, form, status)
    committee = desk_card.committee_from(form)
    assert committee is not None, "the form asks for a committee"
    card = desk_card.card_from(form, None)
    dialogue = create_dialogue(reader(), committee, card=card, at=instant())
    if form.complete and (status := desk_card.perform(form, dialogue)):
        return desk_card.page(_mine(dialogue.id), form, status)
    done = "publicerad" if form.complete else "sparad"
    return see_other(url_for(".desk_dialogue", dialogue_id=dialogue.id, klart=done))


@blueprint.route("/arbete/dialoger/<int:dialogue_id>", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_MANAGE)
def desk_dialogue(dialogue_id: int) -> tuple[str, int] | Response:
    """One dialogue and its card; POST saves, announces, closes or calls it off."""
    dialogue = _mine(dialogue_id)
    if request.method != "POST":
        return desk_card.page(dialogue)
    form = desk_card.sent(dialogue)
    if status := form.refusal() or desk_card.perform(form, dialogue):
        return desk_card.page(_mine(dialogue_id), form, status)
    done = desk_card.DONE[request.form.get("act", "save")]
    return see_other(url_for(".desk_dialogue", dialogue_id=dialogue_id, klart=done))
