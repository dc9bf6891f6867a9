# SPDX-License-Identifier: EUPL-1.2
"""Writing one response: a new one, and one that is there."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from dialogue.core.access import Permission, may
from dialogue.core.errors import NotFound
from dialogue.core.web.guards import reader, requires
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.queries.desk import response_by_id
from dialogue.feedback.views import work
from dialogue.feedback.views.blueprint import blueprint


def _mine(response_id: int) -> FeedbackResponse:
    """The response, when it is in the reader's scope.  Raises NotFound."""
    response = response_by_id(response_id) if response_id < 2**63 else None
    if response is None or not may(reader(), Permission.FEEDBACK_DRAFT, response.whose()):
        raise NotFound("no such response for this reader")
    return response


@blueprint.route("/arbete/aterkoppling/ny", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_DRAFT)
def new() -> tuple[str, int] | Response:
    """A response that is not there yet; POST makes a draft, and goes on with it if asked."""
    if request.method != "POST":
        return work.page(None, work.blank(request.args.getlist("synpunkt")))
    if work.is_own(None):
        return work.page(None, work.sent(None), 403)
    form = work.sent(None)
    if status := form.refusal() or work.unknown(form):
        return work.page(None, form, status)
    return work.perform(form, None)


@blueprint.route("/arbete/aterkoppling/<int:response_id>", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_DRAFT)
def edit(response_id: int) -> tuple[str, int] | Response:
    """One response; POST saves, submits, returns or publishes it."""
    response = _mine(response_id)
    if request.method != "POST":
        return work.page(response, work.stored(response))
    if work.is_own(response):
        return work.page(response, work.sent(response), 403)
    form = work.sent(response)
    if status := form.refusal() or work.unknown(form):
        return work.page(response, form, status)
    return work.perform(form, response)
