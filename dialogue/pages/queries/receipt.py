# SPDX-License-Identifier: EUPL-1.2
"""What a receipt needs beside its contribution."""

from __future__ import annotations

from sqlalchemy import exists, select

from dialogue.core.database import session
from dialogue.moderation.models import ModerationDecision
from dialogue.moderation.rules import DeskAct


def was_moved(contribution_id: int) -> bool:
    """Whether somebody moved it to where it stands now."""
    moved = exists().where(
        ModerationDecision.contribution_id == contribution_id,
        ModerationDecision.act == DeskAct.MOVE,
        ModerationDecision.undone_at.is_(None),
    )
    return bool(session().scalar(select(moved)))
