# SPDX-License-Identifier: EUPL-1.2
"""The form of a progress report.  Which years it may be about, the view hands in."""

from __future__ import annotations

from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectChoice, TextAreaField, ValidationError

from dialogue.core.html import normalise, one_line
from dialogue.core.texts import lazy, lazy_plain
from dialogue.core.web.forms import Form
from dialogue.goals.rules import PROGRESS_TEXT_LIMIT, Period, ProgressState

_STATES = [
    SelectChoice(value=ProgressState.PLANNED.value, label=lazy_plain("Planned")),
    SelectChoice(value=ProgressState.ONGOING.value, label=lazy_plain("Under way")),
    SelectChoice(value=ProgressState.DONE.value, label=lazy_plain("Done")),
    SelectChoice(value=ProgressState.STOPPED.value, label=lazy_plain("Stopped")),
]
_YEARS = lazy("Choose a year from %(first)s to %(last)s.")


def _text(value: str | None) -> str:
    return normalise(value or "")


def _line(value: str | None) -> str:
    return one_line(value or "")


class ProgressForm(Form):
    """How far an assignment has come by a period of a year."""

    year = HiddenField(filters=[_line])
    period = HiddenField(filters=[_line])
    seen = HiddenField()
    state = RadioField(
        lazy("How far has it come?"), choices=_STATES, validate_choice=False,
        render_kw={"required": False},
    )  # fmt: skip
    text = TextAreaField(lazy("What has happened?"), filters=[_text])

    def __init__(self, years: range, *args: Any, **kwargs: Any) -> None:
        """`years`: those that the assignment's plan reaches."""
        self.years = years
        super().__init__(*args, **kwargs)

    def validate_year(self, field: Field) -> None:
        """A year of the plan."""
        if field.data not in map(str, self.years):
            raise ValidationError(_YEARS % {"first": self.years[0], "last": self.years[-1]})

    def validate_period(self, field: Field) -> None:
        """April, August or the year."""
        if field.data not in list(Period):
            raise ValidationError(lazy("Choose April, August or the whole year."))

    def validate_state(self, field: Field) -> None:
        """One of the four."""
        if field.data not in list(ProgressState):
            raise ValidationError(lazy("Choose how far it has come."))

    def validate_text(self, field: Field) -> None:
        """Something, but not too much."""
        if not field.data:
            raise ValidationError(lazy("Write what has happened."))
        if (over := len(field.data) - PROGRESS_TEXT_LIMIT) > 0:
            raise ValidationError(
                lazy("The text is too long. Shorten it by %(n)s characters.", n=over)
            )
