# SPDX-License-Identifier: EUPL-1.2
"""Did this page help you?  Asked on a page of its own, so that reading pages stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from flask import Blueprint, current_app, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from dialogue.core.access import Permission
from dialogue.core.errors import NotFound
from dialogue.core.texts import current_locale
from dialogue.core.web.guards import instant, public, reader, requires, see_other
from dialogue.core.workdays import local_day
from dialogue.dialogues.queries.dialogue import public_dialogue
from dialogue.goals.queries import current_plan, goal_by_key
from dialogue.insights.commands import judge_page
from dialogue.insights.forms import WORDS, HelpedForm
from dialogue.insights.queries import judged_pages

blueprint = Blueprint("insights", __name__, url_prefix="/<lang:lang>")

#: The pages that ask: those of goals, dialogues and answers.
ASKING = frozenset(
    f"pages.{name}"
    for name in (
        "goals", "plan", "goal", "goal_said", "assignment", "dialogues", "dialogue",
        "dialogue_changes", "thread", "contribution", "responses", "response",
    )
)  # fmt: skip
IN_DIALOGUE = ("pages.dialogue", "pages.dialogue_changes", "pages.thread")
#: How far back the desk counts.
COUNTED = timedelta(days=90)


# The last is for all pages; the others go before pages whose last part could be any word.
@blueprint.route("/mal/<int:year>/hjalpte", methods=["GET", "POST"])
@blueprint.route("/dialoger/hjalpte", methods=["GET", "POST"])
@blueprint.route("/dialoger/<slug>/hjalpte", methods=["GET", "POST"])
@blueprint.route("/<path:page>/hjalpte", methods=["GET", "POST"])
@public
def helped(**_parts: object) -> Response:
    """Yes or no; and words, when there are some, go on to the write page."""
    asked = _asking_page(request.path.removesuffix("/hjalpte"))
    form = HelpedForm()
    if request.method != "POST":
        form.svar.data = request.args.get("svar")
        return _helped_page(form, asked, 200)
    # The verdict is counted here and the words are once more where they are written: what the
    # write page refuses must not let verdicts be counted without end.
    status = form.refusal(limit="contribute")
    if form.website.data and status in (None, 422):
        return see_other(url_for("dialogues.thanks"))  # a machine filled in what nobody sees
    if status is not None:
        return _helped_page(form, asked, status)
    judge_page(reader(), asked.path, verdict=WORDS[str(form.svar.data)], at=instant())
    return _write(asked) if form.words else see_other(f"{request.path}?klart=tack")


class Asked(NamedTuple):
    """A page that asks: its path without language, its endpoint and what that takes."""

    path: str
    endpoint: str
    values: dict[str, Any]


def _asking_page(page: str) -> Asked:
    """The page at a path.

    Raises NotFound, as the page itself does, when it is none of those that ask, missing or hidden.
    """
    values: dict[str, Any] = {}
    try:
        endpoint, matched = current_app.url_map.bind("").match(page, method="GET")
        values = {name: value for name, value in matched.items() if name != "lang"}
    except HTTPException:
        endpoint = ""
    if endpoint not in ASKING:
        raise NotFound("this is no page that asks whether it helped")
    view: Callable[..., Any] = current_app.view_functions[endpoint]
    if isinstance(shown := view(**values), Response) and shown.status_code != 200:
        raise NotFound("there is no page at this address")
    path = url_for(endpoint, **values).removeprefix(f"/{current_locale()}")
    return Asked(path, endpoint, values)


def _helped_page(form: HelpedForm, asked: Asked, status: int) -> Response:
    html = render_template(
        "insights/helped.html",
        form=form,
        page_url=f"/{current_locale()}{asked.path}",
        goal=_goal_key(asked),
        thanks=request.args.get("klart") == "tack",
    )
    return make_response(html, status)


def _goal_key(asked: Asked) -> str | None:
    """The goal that words about the page belong to; None leaves it to be sorted."""
    if asked.endpoint not in ("pages.goal", "pages.goal_said"):
        return None
    goal = goal_by_key(asked.values["year"], asked.values["key"])
    plan = current_plan(local_day(instant()))
    return goal.key if goal and plan and goal.plan_id == plan.id else None


def _write(asked: Asked) -> Response:
    """Hand the same request on to the write page: what is said is a contribution like any other.

    About a dialogue that is open it is said there, else to the municipality.
    """
    dialogue = public_dialogue(asked.values["slug"]) if asked.endpoint in IN_DIALOGUE else None
    if dialogue is None or not dialogue.threads or not dialogue.is_open(instant()):
        return _view("dialogues.write_free")
    thread = asked.values.get("thread_slug", dialogue.threads[0].slug)
    return _view("dialogues.write", slug=dialogue.slug, thread_slug=thread)


def _view(endpoint: str, **values: Any) -> Response:
    view: Callable[..., Any] = current_app.view_functions[endpoint]
    response: Response = view(**values)
    return response


@blueprint.get("/arbete/sidor")
@requires(Permission.PAGE_VERDICTS_READ)
def verdicts() -> str:
    """Which pages helped, and which did not."""
    since = local_day(instant()) - COUNTED
    return render_template("insights/verdicts.html", pages=judged_pages(since), days=COUNTED.days)
