# SPDX-License-Identifier: EUPL-1.2
"""The demo's only act of its own: saying that it is complete."""

from __future__ import annotations

from datetime import datetime

from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, command
from dialogue.core.events import EventKind, record
from dialogue.goals.models import Plan


@command(Permission.GOALS_MANAGE)
def finish_demo(operator: Actor, plan: Plan, *, at: datetime = NOW) -> None:
    """Write down that the whole demo is there, so that it is never loaded a second time."""
    record(EventKind.DEMO_LOADED, operator, plan, at=at)
