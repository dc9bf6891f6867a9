# SPDX-License-Identifier: EUPL-1.2
"""Every act on the municipality's answers: create, save, submit, return, publish."""

from __future__ import annotations

from datetime import datetime

from slugify import slugify

from dialogue.accounts.models import Committee
from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, check_seen, command
from dialogue.core.database import session
from dialogue.core.errors import Forbidden, IllegalTransition, Invalid
from dialogue.core.events import EventKind, record
from dialogue.core.languages import Translated
from dialogue.feedback.acts import checks, writing
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.rules import (
    LIFECYCLES,
    Draft,
    Fault,
    ResponseAct,
    ResponseState,
    Selection,
)
from dialogue.feedback.wording import in_words

__all__ = [
    "Draft", "Selection", "create_response", "publish_response", "return_response",
    "save_response", "submit_response",
]  # fmt: skip

SLUG_LENGTH = 80


@command(Permission.FEEDBACK_DRAFT)
def create_response(
    official: Actor, committee: Committee, *, draft: Draft, at: datetime = NOW
) -> FeedbackResponse:
    """Begin an answer; it becomes the committee's of the first contribution that it covers.

    Raises Invalid for what can never be stored (422), Uncoverable and AlreadyCovered (409).
    """
    checks.check_draft(official, draft, None)
    response = FeedbackResponse(
        committee_id=committee.id, title=Translated({"sv": draft.title}), size=draft.size,
        state=ResponseState.DRAFT, author_id=official.account_id, signature=draft.signature,
        created_at=at, slug="", version=1,
    )  # fmt: skip
    session().add(response)
    session().flush()
    writing.put_draft(official, response, draft, at)
    record(EventKind.FEEDBACK_SAVED, official, response, at=at, version=1)
    return response


@command(Permission.FEEDBACK_DRAFT)
def save_response(
    official: Actor,
    response: FeedbackResponse,
    *,
    draft: Draft,
    seen: int | None,
    at: datetime = NOW,
) -> FeedbackResponse:
    """Change a draft.  Raises Invalid (422); Conflict when it is no draft, Stale when somebody
    else saved it after it was seen (409).
    """
    checks.check_draft(official, draft, response)
    _require_draft(response)
    check_seen(response.version, seen)
    writing.put_draft(official, response, draft, at)
    response.version += 1
    record(EventKind.FEEDBACK_SAVED, official, response, at=at, version=response.version)
    return response


@command(Permission.FEEDBACK_DRAFT)
def submit_response(
    official: Actor,
    response: FeedbackResponse,
    *,
    seen: int | None,
    draft: Draft | None = None,
    at: datetime = NOW,
) -> FeedbackResponse:
    """Send a full draft to review, changed first as `draft` says.

    Raises Invalid for what is missing (422); IllegalTransition for a short one or one that is no
    draft, Stale, Uncoverable, AlreadyCovered (409).
    """
    if draft is not None:
        after = checks.check_leaving(official, response, draft, ResponseAct.SUBMIT, seen)
        writing.put_draft(official, response, draft, at)
    else:
        after = LIFECYCLES[response.size].after(response.state, ResponseAct.SUBMIT)
        check_seen(response.version, seen)
    checks.check_stored(official, response)
    response.revision.by_id = official.account_id
    response.state, response.return_reason = after, None
    response.version += 1
    record(EventKind.FEEDBACK_SUBMITTED, official, response, at=at, version=response.version)
    return response


@command(Permission.FEEDBACK_DRAFT)
def return_response(
    official: Actor, response: FeedbackResponse, *, text: str, seen: int | None, at: datetime = NOW
) -> FeedbackResponse:
    """Send a response in review back to its author, with `text` that says why.

    Raises Invalid without a reason (422), IllegalTransition or Stale (409).
    """
    if not text:
        raise Invalid(in_words([("text", Fault.RETURN_REASON)]))
    response.state = LIFECYCLES[response.size].after(response.state, ResponseAct.RETURN)
    check_seen(response.version, seen)
    response.return_reason = text
    response.version += 1
    record(EventKind.FEEDBACK_RETURNED, official, response, at=at, version=response.version)
    return response


@command(Permission.FEEDBACK_PUBLISH)
def publish_response(
    official: Actor,
    response: FeedbackResponse,
    *,
    seen: int | None,
    draft: Draft | None = None,
    at: datetime = NOW,
) -> FeedbackResponse:
    """Publish and answer everybody it covers, all or nothing; a short one changed first as `draft`
    says, while a full one goes out as it was reviewed.

    Raises Forbidden to the author of a full one (403), Invalid for what is missing (422),
    IllegalTransition, Stale, Uncoverable and AlreadyCovered (409).
    """
    if draft is not None and response.state is ResponseState.DRAFT:
        after = checks.check_leaving(official, response, draft, ResponseAct.PUBLISH, seen)
        writing.put_draft(official, response, draft, at)
    else:
        if not response.may_be_published_by(official.account_id):
            raise Forbidden("another than its author publishes a full response")
        after = LIFECYCLES[response.size].after(response.state, ResponseAct.PUBLISH)
        check_seen(response.version, seen)
    checks.check_stored(official, response)
    writing.freeze(response, at)
    response.state, response.published_at = after, at
    response.reviewer_id = (
        official.account_id if official.account_id != response.author_id else None
    )
    response.slug = slugify(response.title.sv, max_length=SLUG_LENGTH) or "svar"
    response.version += 1
    record(EventKind.FEEDBACK_PUBLISHED, official, response, at=at)
    return response


def _require_draft(response: FeedbackResponse) -> None:
    """Raises IllegalTransition unless it can still be written in."""
    if response.state is not ResponseState.DRAFT:
        allowed = [*LIFECYCLES[response.size].allowed(response.state)]
        raise IllegalTransition(response.state, ResponseAct.SUBMIT, [*allowed])
