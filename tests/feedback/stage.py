# SPDX-License-Identifier: EUPL-1.2
"""The people and drafts that tests of answers share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogue.accounts.models import Account, Committee
from dialogue.core.access import Actor, Role
from dialogue.dialogues.models import Contribution
from dialogue.feedback import commands
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.rules import Draft, ResponseSize, Selection, Use
from tests import factories as make

_FULL = Draft(
    ResponseSize.FULL, "Ljus på vägen", "Ebba Vattuman, utvecklare", said="Ni ville ha ljus.",
    decided="Lampor sätts upp.", connection="Därför.",
)  # fmt: skip
_SHORT = Draft(
    ResponseSize.SHORT, "Ljus på vägen", "Ebba Vattuman, utvecklare", decided="Lampor sätts upp."
)


def full(*covers: Contribution | Selection, **more: Any) -> Draft:
    """A complete full draft; contributions are covered as led_to_change."""
    return replace(_FULL, covers=[_selection(c) for c in covers], **more)


def short(*covers: Contribution | Selection, **more: Any) -> Draft:
    """A complete short draft."""
    return replace(_SHORT, covers=[_selection(c) for c in covers], **more)


def _selection(of: Contribution | Selection) -> Selection:
    if isinstance(of, Selection):
        return of
    return Selection(of.id, Use.LED_TO_CHANGE, line="Du fick ljus.")


def official(body: Committee | None = None, name: str = "Ebba Vattuman") -> Account:
    """An official, of all committees unless one is named."""
    return make.account(role=Role.OFFICIAL, body=body, name=name)


def acting(body: Committee | None = None) -> Actor:
    """The same, acting."""
    return official(body).actor()


def in_review(author: Actor, *covers: Contribution | Selection) -> FeedbackResponse:
    """A full response that its author has sent to review."""
    response = commands.create_response(author, make.committee(), draft=full(*covers))
    return commands.submit_response(author, response, seen=1)
