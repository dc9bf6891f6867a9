# SPDX-License-Identifier: EUPL-1.2
"""The pages of one response: to write in, to review, to read; and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import render_template, request

from dialogue.core.access import Permission, committees_of
from dialogue.core.errors import Conflict, Stale
from dialogue.core.html import render_markdown
from dialogue.core.languages import Translated
from dialogue.core.texts import current_locale, lazy
from dialogue.core.web.guards import instant, reader
from dialogue.dialogues.models import Contribution
from dialogue.feedback.forms import AnswerForm, ReturnForm
from dialogue.feedback.models import FeedbackCover, FeedbackResponse
from dialogue.feedback.queries import covering, desk, published
from dialogue.feedback.rules import AlreadyCovered, ResponseState, Selection, Uncoverable
from dialogue.feedback.wording import use_label

SAID = {"sparat": lazy("Saved.")}
#: How many covered contributions a reviewer sees the words of.
READ = 100


@dataclass(frozen=True)
class Parts:
    """The texts as they will be shown: HTML of our own renderer, empty where there are none."""

    said_html: str
    decided_html: str
    connection_html: str
    signature: str


def parts_of(response: FeedbackResponse) -> Parts:
    """The texts in force, in the reader's language where they exist in it."""
    text = response.revision
    return Parts(_html(text.said), _html(text.decided), _html(text.connection), response.signature)


def _html(part: Translated | None) -> str:
    return str(render_markdown(part.best(current_locale())[1])) if part else ""


@dataclass(frozen=True)
class Row:
    """A contribution that a response covers, as its reviewer sees it; None: it shows no more."""

    contribution: Contribution | None
    use: str
    label: str
    line: str
    reason: str


def page(
    response: FeedbackResponse | None,
    form: Any,
    status: int = 200,
    *,
    conflict: Conflict | None = None,
) -> tuple[str, int]:
    """The response's page in its state, with everything typed and what stood in the way.

    `form` is the AnswerForm of a draft; of others any form that was sent.
    """
    writes = response is None or response.state is ResponseState.DRAFT
    context = {
        "response": response,
        "form": form,
        "happened": _happened(response, conflict) if conflict else None,
        "own": status == 403,
        "reviewers": desk.reviewers(response) if response and (not writes or status == 403) else [],
        "kept": [] if writes else _typed(),
        "done": SAID.get(request.args.get("klart", "")),
        "now": instant(),
    }
    context |= _to_write(response, form, conflict) if writes else _to_review(response, form)
    name = "edit" if writes else "review"
    return render_template(f"feedback/{name}.html", **context), status


def _to_write(
    response: FeedbackResponse | None, form: AnswerForm, conflict: Conflict | None
) -> dict[str, Any]:
    words = desk.answerable(form.rows, committees_of(reader(), Permission.FEEDBACK_DRAFT))
    before = set() if response is None else {c.contribution_id for c in response.selections}
    gone = {row for row in form.rows if row not in words and row not in before}
    if any(form[f"covers-{row}"].errors for row in gone):
        form.refuse_unknown()
    form.drop(gone)
    if response is not None and conflict is not None:
        # What stands in the form replaces what others did only when it is sent once more.
        form.seen.data = response.version
    chosen = [row for row in form.rows if form[f"covers-{row}"].data or row in before]
    theirs = parts_of(response) if response and isinstance(conflict, Stale) else None
    return {"words": words, "chosen": chosen, "theirs": theirs}


def _to_review(response: FeedbackResponse | None, form: Any) -> dict[str, Any]:
    assert response is not None, "what is reviewed is stored"
    given = form if isinstance(form, ReturnForm) else ReturnForm(formdata=None)
    given.seen.data = response.version
    return {
        "form": given,
        "parts": parts_of(response),
        "rows": _rows(response),
        "may_approve": response.may_be_published_by(reader().account_id),
    }


def _rows(response: FeedbackResponse) -> list[Row]:
    """What it covers, or is about to."""
    if response.state is ResponseState.PUBLISHED:
        covers = published.shown_covers(response.id, READ)
        return [_row(cover, cover.contribution) for cover in covers]
    chosen = list(islice(covering.selections(response.id), READ))
    words = desk.answerable([selection.contribution_id for selection in chosen], None)
    return [_row(selection, words.get(selection.contribution_id)) for selection in chosen]


def _row(of: Selection | FeedbackCover, contribution: Contribution | None) -> Row:
    label = use_label(of.use, of.receiver) if of.use else ""
    return Row(contribution, of.use or "", label, of.line, of.reason)


def _happened(response: FeedbackResponse | None, conflict: Conflict) -> dict[str, Any]:
    """Why it was refused: what stands in the way, who did what last."""
    ids = conflict.contribution_ids if isinstance(conflict, Uncoverable | AlreadyCovered) else []
    who = desk.last_hand(response) if response else None
    return {
        "kind": type(conflict).__name__,
        "ids": ids,
        "received": desk.received(ids),
        "covers": published.covers_of(ids) if isinstance(conflict, AlreadyCovered) else {},
        "name": who[0].name if who and who[0] else "",
        "at": who[1] if who else None,
    }


def _typed() -> list[str]:
    """The texts that were sent to a page that has no form for them any more."""
    names = ("title", "signature", "said", "decided", "connection")
    return [text for name in names if (text := request.form.get(name, "").strip())]
