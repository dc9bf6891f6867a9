# SPDX-License-Identifier: EUPL-1.2
"""How it has gone with an assignment, report by report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from dialogue.core.html import render_markdown
from dialogue.core.texts import current_locale, long_date
from dialogue.core.workdays import local_day
from dialogue.goals.models import ProgressReport
from dialogue.goals.wording import STATES, TAGS, report_title


@dataclass(frozen=True)
class ReportShown:
    """One progress report; `changed_text` is empty when it still says what it first said."""

    id: int
    title: Markup
    state: str
    label: Markup
    kind: str
    lang: str
    html: Markup
    date_text: str
    changed_text: str


def reports_shown(reports: Sequence[ProgressReport], today: date) -> list[ReportShown]:
    """The reports as the page has them, in their order."""
    return [_shown(report, today) for report in reports]


def _shown(report: ProgressReport, today: date) -> ReportShown:
    lang, text = report.text.best(current_locale())
    changed = report.changed_at
    return ReportShown(
        id=report.id,
        title=report_title(report.year, report.period),
        state=report.state,
        label=escape(STATES[report.state]),
        kind=TAGS[report.state],
        lang=lang,
        html=render_markdown(text),
        date_text=long_date(local_day(report.reported_at), today),
        changed_text=long_date(local_day(changed), today) if changed else "",
    )
