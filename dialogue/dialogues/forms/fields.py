# SPDX-License-Identifier: EUPL-1.2
"""Kinds of fields on the desk: lists of choices, days, times in Stockholm, repeated lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import wtforms
from wtforms import (
    DateField,
    Field,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
    widgets,
)

from dialogue.core.html import one_line
from dialogue.core.texts import Lazy, lazy
from dialogue.core.web.forms import Form
from dialogue.dialogues.rules.card import LINE_LIMIT, local_text, local_time

#: (value, label) of each thing that can be chosen.
Choices = Sequence[tuple[str, str | Lazy]]
Check = Callable[[Form, Field], None]

#: So many lines a page offers, and so many are read at all.
LINES_LIMIT, LINES_READ = 50, 200
_TOO_MANY = lazy("Write at most %(limit)s questions.", limit=LINES_LIMIT)
_NOT_A_DAY = lazy("Write the day as 2026-12-04.")
_NOT_A_TIME = lazy("Write the time as 2026-12-04T16:00. It must exist: clocks change twice a year.")


def at_most(limit: int) -> Check:
    """A check of length, in code points."""

    def check(_form: Form, field: Field) -> None:
        if len(field.data or "") > limit:
            raise ValidationError(lazy("Write at most %(limit)s characters.", limit=limit))

    return check


def offered(message: Lazy) -> Check:
    """A check that every chosen value is among the choices; nothing chosen passes."""

    def check(_form: Form, field: Field) -> None:
        known = {choice.value for choice in field.iter_choices()}
        chosen = field.data if isinstance(field.data, list) else [field.data or ""]
        if any(value and value not in known for value in chosen):
            raise ValidationError(message)

    return check


def listed(choices: Choices) -> list[SelectChoice]:
    """Choices as WTForms wants them."""
    return [SelectChoice(value=str(value), label=label) for value, label in choices]


class Choice(SelectField):
    """One of a list; an unknown value gets our own words, by `offered`."""

    def __init__(self, label: Lazy, message: Lazy, choices: Choices = (), **kwargs: Any) -> None:
        checks = [offered(message)]
        super().__init__(label, checks, validate_choice=False, choices=listed(choices), **kwargs)

    def offer(self, choices: Choices) -> None:
        """Set what can be chosen."""
        self.choices = listed(choices)


class RadioField(wtforms.RadioField):
    """The same as radio buttons; nothing need be chosen."""

    def __init__(self, label: Lazy, message: Lazy, choices: Choices, **kwargs: Any) -> None:
        checks = [offered(message)]
        super().__init__(label, checks, validate_choice=False, choices=listed(choices), **kwargs)


class CheckboxesField(SelectMultipleField):
    """Any number of a list, as checkboxes.  `aliases` gives other spellings of a value."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()
    data: list[str] | None

    def __init__(self, label: Lazy, message: Lazy, choices: Choices = (), **kwargs: Any) -> None:
        checks = [offered(message)]
        super().__init__(label, checks, validate_choice=False, choices=listed(choices), **kwargs)

    def offer(self, choices: Choices, aliases: Mapping[str, str]) -> None:
        """Set what can be chosen, and read what was sent in the choices' own spelling."""
        self.choices = listed(choices)
        sent = self.data or []
        self.data = list(dict.fromkeys(aliases.get(value, value) for value in sent))


class DayField(DateField):
    """A day, YYYY-MM-DD."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day.  Raises ValueError."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = date.fromisoformat(text)
            except ValueError:
                raise ValueError(_NOT_A_DAY) from None


class LocalTimeField(Field):
    """An instant, typed in Stockholm's time."""

    widget = widgets.DateTimeLocalInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return local_text(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the instant.  Raises ValueError."""
        text = valuelist[0].strip() if valuelist else ""
        self.data: datetime | None = None
        if text:
            try:
                self.data = local_time(text)
            except ValueError:
                raise ValueError(_NOT_A_TIME) from None


class LinesField(Field):
    """A line as often as it is sent, empty ones kept in their place; one more is always offered."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines."""
        self.data: list[str] = [one_line(value) for value in valuelist[:LINES_READ]]

    @property
    def shown(self) -> list[str]:
        """The lines that are filled, and an empty one."""
        return [*filter(None, self.data or []), ""]

    @property
    def filled(self) -> list[str]:
        """The lines that are filled."""
        return [line for line in self.data or [] if line]

    def pre_validate(self, _form: Any) -> None:
        """Raises ValidationError for too many lines, or one that is too long."""
        if len(self.data or []) > LINES_LIMIT:
            raise ValidationError(_TOO_MANY)
        if any(len(line) > LINE_LIMIT for line in self.data or []):
            raise ValidationError(lazy("Write at most %(limit)s characters.", limit=LINE_LIMIT))
