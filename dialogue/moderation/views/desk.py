# SPDX-License-Identifier: EUPL-1.2
"""The reading desk: the queue, one contribution at a time, and what is decided about it."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from dialogue.core.access import Permission, committees_of
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.web.guards import instant, reader, requires, see_other
from dialogue.dialogues.models import Contribution
from dialogue.moderation import commands, queries
from dialogue.moderation.forms import DecisionForm
from dialogue.moderation.rules import DeskAct, Ground, stands_on_desk
from dialogue.moderation.views import shown
from dialogue.moderation.views.blueprint import blueprint
from dialogue.moderation.views.labels import DONE_WORDS

MODERATE = Permission.CONTRIBUTION_MODERATE
#: Rows of the queue, so that a busy week is in sight at once; beside one item fewer.
PER_PAGE = 100
BESIDE = 20

AT_ONCE = {
    DeskAct.APPROVE: commands.approve_contribution,
    DeskAct.MASK: commands.mask_contribution,
    DeskAct.HOLD: commands.hold_contribution,
    DeskAct.RESTORE: commands.restore_contribution,
}
GIVEN_GROUND = {
    DeskAct.REJECT: commands.reject_contribution,
    DeskAct.UNPUBLISH: commands.unpublish_contribution,
}


@blueprint.get("/arbete/moderering")
@requires(MODERATE)
def queue() -> str:
    """What somebody has to read, by a hundred."""
    page = shown.number(request.args.get("sida"), otherwise=1)
    rows = queries.desk_page(_scope(), limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
    return render_template(
        "moderation/queue.html", rows=[shown.row(c) for c in rows[:PER_PAGE]],
        count=shown.count(*queries.desk_count(_scope()), instant()), done=shown.done(),
        earlier_url=url_for("moderation.queue", sida=page - 1) if page > 1 else None,
        later_url=url_for("moderation.queue", sida=page + 1) if len(rows) > PER_PAGE else None,
    )  # fmt: skip


@blueprint.get("/arbete/moderering/<int:contribution_id>")
@requires(MODERATE)
def item(contribution_id: int) -> str:
    """One contribution, with what can be decided about it."""
    contribution = _item(contribution_id)
    form = _form(contribution)
    form.seen.data = str(contribution.version)
    return _page(contribution, form)


@blueprint.post("/arbete/moderering/<int:contribution_id>")
@requires(MODERATE)
def decide(contribution_id: int) -> Response | tuple[str, int]:
    """Do what was chosen, and open the next one."""
    contribution = _item(contribution_id)
    form = _form(contribution)
    if status := form.refusal():
        return _page(contribution, form), status
    try:
        _perform(contribution, form)
    except Invalid as refused:
        shown.add_faults(form, refused)
        return _page(_item(contribution_id), form), 422
    except Conflict as conflict:
        return _conflict_page(_item(contribution_id), form, conflict), 409
    return see_other(_next_url(_item(contribution_id), DeskAct(form.act.data)))


def _scope() -> queries.Scope:
    return committees_of(reader(), MODERATE)


def _item(contribution_id: int) -> Contribution:
    found = queries.desk_item(contribution_id, _scope())
    if found is None:
        raise NotFound("missing, or outside the reader's committees")
    return found


def _form(contribution: Contribution) -> DecisionForm:
    threads = queries.threads_to_move_to(_scope(), besides=contribution.thread_id)
    form = DecisionForm()
    form.offer(shown.ground_choices(), shown.thread_choices(threads))
    return form


def _perform(contribution: Contribution, form: DecisionForm) -> None:
    """Call the one command.  Raises Invalid or Conflict, as the command does."""
    act, actor, at = DeskAct(form.act.data), reader(), instant()
    seen, text = form.version, form.text.data
    if do := AT_ONCE.get(act):
        do(actor, contribution, seen=seen, text=text, at=at)
    elif refuse := GIVEN_GROUND.get(act):
        ground = Ground(form.ground.data)
        refuse(actor, contribution, ground=ground, text=text, seen=seen, at=at)
    else:
        target = queries.thread(int(form.target.data))
        commands.move_contribution(actor, contribution, target=target, seen=seen, text=text, at=at)


def _next_url(contribution: Contribution, act: DeskAct) -> str:
    """What is moved is opened again while it waits: it has not been decided about yet."""
    following = queries.next_on_desk(contribution, _scope())
    if act is DeskAct.MOVE and stands_on_desk(
        contribution.state, was_read=contribution.reviewed_at is not None, has_notice=False
    ):
        following = contribution.id
    word, before = DONE_WORDS[act], contribution.id
    if following is None:
        return url_for("moderation.queue", klart=word, forra=before)
    return url_for("moderation.item", contribution_id=following, klart=word, forra=before)


def _page(contribution: Contribution, form: DecisionForm) -> str:
    reports = queries.reports(contribution.id)
    history = queries.history(contribution.id)
    return render_template(
        "moderation/item.html", form=form, done=shown.done(),
        item=shown.item(contribution, reports, history, reader(), instant()),
        count=shown.count(*queries.desk_count(_scope()), instant()),
        laws=shown.ground_laws(), suggestions=shown.suggestions(), now=instant(),
        rest=[shown.row(c) for c in queries.desk_page(_scope(), limit=BESIDE)],
    )  # fmt: skip


def _conflict_page(contribution: Contribution, form: DecisionForm, conflict: Conflict) -> str:
    following = queries.next_on_desk(contribution, _scope())
    history = queries.history(contribution.id)
    happened = shown.happened(contribution, history, form.version, conflict)
    return render_template(
        "moderation/conflict.html", happened=happened, kept=form.text.data,
        contribution_id=contribution.id, following=following, version=contribution.version,
        undo=shown.undo(contribution, history, reader()),
    )  # fmt: skip
