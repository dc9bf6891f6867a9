# SPDX-License-Identifier: EUPL-1.2
"""Anybody can point at a published contribution."""

from __future__ import annotations

from flask import Response, render_template, url_for

from dialogue.core.errors import NotFound
from dialogue.core.municipality import municipality
from dialogue.core.web.guards import instant, public, reader, see_other
from dialogue.dialogues.models import Contribution
from dialogue.moderation import commands, queries
from dialogue.moderation.forms import NoticeForm
from dialogue.moderation.rules import Ground
from dialogue.moderation.views.blueprint import blueprint
from dialogue.moderation.wording import GROUNDS


@blueprint.get("/synpunkter/<int:contribution_id>/anmal")
@public
def notice(contribution_id: int) -> str:
    """The form, with the words that it is about."""
    return _page(_shown(contribution_id), _form())


@blueprint.post("/synpunkter/<int:contribution_id>/anmal")
@public
def give_notice(contribution_id: int) -> Response | tuple[str, int]:
    """Put it on the desk, and go back to the contribution."""
    contribution, form = _shown(contribution_id), _form()
    if status := form.refusal(limit="contribute"):
        return _page(contribution, form), status
    ground = Ground(form.ground.data) if form.ground.data else None
    commands.give_notice(
        reader(), contribution, text=form.text.data, ground=ground,
        email=form.email.data or None, at=instant(),
    )  # fmt: skip
    return see_other(url_for("pages.contribution", contribution_id=contribution_id, klart="anmald"))


def _shown(contribution_id: int) -> Contribution:
    found = queries.shown_contribution(contribution_id)
    if found is None:
        raise NotFound("missing, or not shown")
    return found


def _form() -> NoticeForm:
    form = NoticeForm()
    form.offer([(ground.value, words.label) for ground, words in GROUNDS.items()])
    return form


def _page(contribution: Contribution, form: NoticeForm) -> str:
    return render_template(
        "moderation/notice.html", contribution=contribution, form=form,
        emergency=municipality().phones.emergency,
    )  # fmt: skip
