# SPDX-License-Identifier: EUPL-1.2
"""The words of what is followed up: periods and states."""

from __future__ import annotations

from markupsafe import Markup

from dialogue.core.texts import Lazy, _, lazy
from dialogue.goals.rules import Period, ProgressState

STATES: dict[ProgressState, Lazy] = {
    ProgressState.PLANNED: lazy("Planned"),
    ProgressState.ONGOING: lazy("Under way"),
    ProgressState.DONE: lazy("Done"),
    ProgressState.STOPPED: lazy("Stopped"),
}
#: The kind of tag that a state is shown in; the words say it all without the colour.
TAGS: dict[ProgressState, str] = {
    ProgressState.PLANNED: "",
    ProgressState.ONGOING: "brand",
    ProgressState.DONE: "ok",
    ProgressState.STOPPED: "warn",
}
PERIODS: dict[Period, Lazy] = {
    Period.T1: lazy("April (T1)"),
    Period.T2: lazy("August (T2)"),
    Period.YEAR: lazy("Whole year"),
}


def report_title(year: int, period: Period) -> Markup:
    """What a report is called, with its year."""
    if period is Period.T1:
        return _("Follow-up in April (T1) %(year)s", year=year)
    if period is Period.T2:
        return _("Follow-up in August (T2) %(year)s", year=year)
    return _("Follow-up of the whole year %(year)s", year=year)
