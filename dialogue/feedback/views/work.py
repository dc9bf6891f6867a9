# SPDX-License-Identifier: EUPL-1.2
"""Between the answer desk's form and the response: what is offered, what was typed, the acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from dialogue.core.access import Permission, committees_of
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.municipality import municipality
from dialogue.core.texts import current_locale
from dialogue.core.web.forms import version_seen
from dialogue.core.web.guards import instant, reader, see_other
from dialogue.core.workdays import local_day
from dialogue.dialogues.queries.desk import every_goal, link_choices
from dialogue.feedback import commands
from dialogue.feedback.acts import checks
from dialogue.feedback.forms import (
    SAME,
    ActOnStored,
    AnswerForm,
    ReturnForm,
    answer_form,
    values_of,
)
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.queries import desk
from dialogue.feedback.rules import Draft, ResponseAct, ResponseSize, ResponseState, default_size
from dialogue.feedback.views import confirm, pages

__all__ = ["blank", "is_own", "page", "perform", "sent", "stored", "unknown"]

ACTS = ("save", "submit", "return", "publish")
OFFERED = 20
#: So many contributions can be chosen in one form; more is no form that anybody has filled in.
MOST = 5_000
#: Without any of these in what was sent, an act goes for what is stored.
_WRITTEN = ("title", "signature", "said", "decided", "connection")


def scope() -> Any:
    """The ids of the committees in which the reader answers; None for all."""
    return committees_of(reader(), Permission.FEEDBACK_DRAFT)


def act() -> str:
    """What was asked for; a form without a word for it is saved."""
    return request.form.get("act", "save")


def is_own(response: FeedbackResponse | None) -> bool:
    """Whether the reader asks to publish a full response that she has written herself."""
    if act() != "publish":
        return False
    size = request.form.get("size", ResponseSize.FULL)
    full = size != ResponseSize.SHORT
    if response is None:
        return full
    if response.state is ResponseState.DRAFT and _is_written():
        wanted = ResponseSize.FULL if full else ResponseSize.SHORT
        return not response.may_be_published_by(reader().account_id, wanted)
    return not response.may_be_published_by(reader().account_id)


def blank(chosen: Sequence[str]) -> AnswerForm:
    """The form of a new response, with the contributions chosen that may be answered."""
    ids = [number for text in chosen if (number := _number(text)) is not None]
    found = desk.answerable(ids, scope())
    kept = [number for number in dict.fromkeys(ids) if number in found]
    size = default_size([found[number].dialogue.is_standing for number in kept])
    name = reader().name
    values = {f"covers-{number}": SAME for number in kept}
    values |= {"size": size.value, "signature": "" if "@" in name else name}
    return _offer(answer_form([*kept, *_more(kept)], formdata=None, data=values))


def stored(response: FeedbackResponse) -> AnswerForm:
    """The form with the response as it is stored."""
    draft = checks.stored_draft(response)
    values: dict[str, Any] = {**values_of(draft), "seen": response.version}
    links = response.links
    values["goals"] = [link.goal.path_key for link in links if link.assignment is None]
    values["assignments"] = [str(link.assignment.id) for link in links if link.assignment]
    chosen = [selection.contribution_id for selection in draft.covers]
    return _offer(answer_form([*chosen, *_more(chosen)], formdata=None, data=values))


def sent(response: FeedbackResponse | None) -> Any:
    """The form that was sent."""
    if act() == "return" and response is not None:
        return ReturnForm()
    in_review = response is not None and response.state is not ResponseState.DRAFT
    if act() != "save" and response is not None and (in_review or not _is_written()):
        return ActOnStored()
    before = [] if response is None else _chosen(response)
    return _offer(answer_form([*before, *_sent_rows()[:MOST]]))


def _sent_rows() -> list[int]:
    return [number for name in request.form if (number := _row(name)) is not None]


def unknown(form: Any) -> int | None:
    """422 for an act that there is not, and for a contribution that there cannot be."""
    bad = [
        name
        for name, value in request.form.items()
        if name.startswith("covers-") and value and _row(name) is None
    ]
    if (bad or len(_sent_rows()) > MOST) and isinstance(form, AnswerForm):
        form.refuse_unknown()
        return 422
    return None if act() in ACTS and not (act() == "return" and not _is_return(form)) else 422


def _is_return(form: Any) -> bool:
    return isinstance(form, ReturnForm)


def page(
    response: FeedbackResponse | None,
    form: Any,
    status: int = 200,
    *,
    conflict: Conflict | None = None,
) -> tuple[str, int]:
    """The response's page; a draft's with its whole form, whatever was sent."""
    is_draft = response is not None and response.state is ResponseState.DRAFT
    if response is not None and is_draft and not isinstance(form, AnswerForm):
        form, faults = stored(response), form.errors.values()
        form.form_errors += [fault for several in faults for fault in several]
    return pages.page(response, form, status, conflict=conflict)


def perform(form: Any, response: FeedbackResponse | None) -> tuple[str, int] | Response:
    """Do what was asked; when it was refused, the page that says why, with all that was typed."""
    draft = _draft(form) if isinstance(form, AnswerForm) else None
    seen = version_seen(form)
    try:
        if response is None:
            assert draft is not None, "a new response is written in full"
            response, draft, seen = _create(draft), None, 1
            if act() == "save":
                return _to(response)
        return _act(response, form, draft, seen)
    except Invalid as refused:
        form.take(refused.faults)
        return page(response, form, 422)
    except Forbidden:
        return page(response, form, 403)
    except Conflict as refused:
        return page(_again(response), form, 409, conflict=refused)


def _act(
    response: FeedbackResponse, form: Any, draft: Draft | None, seen: int | None
) -> tuple[str, int] | Response:
    official, at = reader(), instant()
    match act():
        case "save":
            assert draft is not None, "what is saved is written"
            commands.save_response(official, response, draft=draft, seen=seen, at=at)
            return _to(response)
        case "submit":
            commands.submit_response(official, response, draft=draft, seen=seen, at=at)
            return see_other(url_for(".desk", klart="skickat"))
        case "return":
            text = form.text.data
            commands.return_response(official, response, text=text, seen=seen, at=at)
            return see_other(url_for(".desk", klart="atersant"))
    if request.form.get("confirmed") == "1":
        commands.publish_response(official, response, draft=draft, seen=seen, at=at)
        return see_other(url_for(".desk", klart="publicerat", svar=response.id))
    written = draft or checks.stored_draft(response)
    checks.check_leaving(official, response, written, ResponseAct.PUBLISH, seen)
    return confirm.page(response, written, form if draft else None)


def _create(draft: Draft) -> FeedbackResponse:
    if act() != "save":
        checks.check_leaving(reader(), None, draft, ResponseAct(act()), None)
    committee = desk.first_committee(scope())
    return commands.create_response(reader(), committee, draft=draft, at=instant())


def _to(response: FeedbackResponse) -> Response:
    return see_other(url_for(".edit", response_id=response.id, klart="sparat"))


def _again(response: FeedbackResponse | None) -> FeedbackResponse | None:
    return desk.response_by_id(response.id) if response else None


def _offer(form: AnswerForm) -> AnswerForm:
    locale = current_locale()
    known = link_choices(locale, local_day(instant()))
    form.offer(
        known.goals, known.assignments,
        [(r.key, r.name.best(locale)[1]) for r in municipality().receivers],
        known.goal_aliases | known.assignment_aliases,
    )  # fmt: skip
    return form


def _draft(form: AnswerForm) -> Draft:
    wanted: list[str] = form.goals.data or []
    goals = {goal.path_key: goal.id for goal in every_goal()} if wanted else {}
    assignments: list[str] = form.assignments.data or []
    return form.draft([goals[key] for key in wanted], [int(key) for key in assignments])


def _more(chosen: Sequence[int]) -> list[int]:
    found = desk.more_to_answer(scope(), chosen, OFFERED)
    return [contribution.id for contribution in found]


def _chosen(response: FeedbackResponse) -> list[int]:
    return [selection.contribution_id for selection in checks.stored_draft(response).covers]


def _is_written() -> bool:
    return any(name in request.form for name in _WRITTEN)


def _row(name: str) -> int | None:
    kind, _, number = name.partition("-")
    return _number(number) if kind == "covers" else None


def _number(text: str) -> int | None:
    """A contribution's id: at most 16 digits, written in one way."""
    plain = text.isascii() and text.isdigit() and len(text) <= 16 and not text.startswith("0")
    return int(text) if plain else None
