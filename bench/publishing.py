# SPDX-License-Identifier: EUPL-1.2
"""Publishing one answer to many: seconds, and the memory that it takes; a process of its own.

The answer is written straight into the tables, as an official would have left it in review; then
comes the command that everybody uses, and the worker's first step, which writes who is to be told.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, literal, select

from bench.processes import memory_of
from bench.storing import BIG, sv
from dialogue import create_app
from dialogue.accounts.models import Account
from dialogue.core.database import session
from dialogue.core.languages import Translated
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.commands import publish_response
from dialogue.feedback.models import FeedbackResponse, FeedbackRevision, FeedbackSelection
from dialogue.feedback.rules import ResponseSize, ResponseState, Use
from dialogue.notifications.delivery import expand
from dialogue.notifications.models import Notification

#: Who signs what a run publishes: by this it is found again and taken back.
SIGNATURE = "Mätningen"


def publish(app: Flask, contributors: int) -> dict[str, Any]:
    """Publish to this many; seconds of the command and of writing whom to tell, bytes of memory."""
    with app.app_context():
        response = _written(contributors)
        reviewer = _account("reviewer@example.org").actor()
        # The peak counts from here: what starting the application took is not publishing's.
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = memory_of("self")
        began = time.perf_counter()
        publish_response(reviewer, response, seen=response.version)
        published = time.perf_counter() - began
        told_before = _told()
        began = time.perf_counter()
        expand(datetime.now(UTC))
        return {
            "covered": contributors, "published": published,
            "told": time.perf_counter() - began, "people": _told() - told_before,
            "memory": _more(before, memory_of("self", "VmHWM")),
        }  # fmt: skip


def _written(contributors: int) -> FeedbackResponse:
    """A full answer in review that is about to cover them."""
    author, at = _account("official@example.org"), datetime.now(UTC)
    dialogue = session().scalars(select(Dialogue).where(Dialogue.slug == BIG)).one()
    response = FeedbackResponse(
        committee_id=dialogue.committee_id, slug="", title=sv("Så blev det med gatorna"),
        size=ResponseSize.FULL, state=ResponseState.IN_REVIEW, author_id=author.id,
        signature=SIGNATURE, created_at=at, version=2,
    )  # fmt: skip
    text: Translated = sv("Ni ville ha fler lampor, och det blir fler lampor.")
    response.revisions = [
        FeedbackRevision(number=1, said=text, decided=text, connection=text, by_id=author.id, at=at)
    ]
    session().add(response)
    session().flush()
    chosen = (
        select(
            literal(response.id), Contribution.id, literal(Use.LED_TO_CHANGE.value), literal(""),
            literal(""), literal(""),
        )
        .where(
            Contribution.dialogue_id == dialogue.id,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.answered_at.is_(None),
        )
        .order_by(Contribution.due_at, Contribution.id)
        .limit(contributors)
    )  # fmt: skip
    columns = ["response_id", "contribution_id", "use", "line", "reason", "receiver"]
    session().execute(insert(FeedbackSelection).from_select(columns, chosen))
    session().commit()
    return response


def _account(email: str) -> Account:
    return session().scalars(select(Account).where(Account.email == email)).one()


def _told() -> int:
    return session().scalar(select(func.count()).select_from(Notification)) or 0


def _more(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else max(0, after - before)


def main() -> None:
    """Answer the one question."""
    asked = json.load(sys.stdin)
    sys.stdout.write(json.dumps(publish(create_app(), asked["contributors"])) + "\n")


if __name__ == "__main__":
    main()
