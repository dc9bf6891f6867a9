# SPDX-License-Identifier: EUPL-1.2
"""Forms of the reading desk, and the notice that anybody can give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, Email, Length, Optional

from dialogue.core.html import normalise, one_line
from dialogue.core.texts import lazy
from dialogue.core.web.forms import Form
from dialogue.moderation.rules import GROUNDED, DeskAct, Ground

TEXT_LIMIT = 5_000
TOO_LONG = lazy("The text is too long. Shorten it to at most 5,000 characters.")
LATER = lazy("That cannot be done yet.")
TARGET = lazy("Choose a question to move it to.")
GROUND = lazy("Choose one of the grounds.")
ADDRESS = lazy("That does not look like an e-mail address. It is written as name@example.org.")
#: Acts that the desk will have, and says so.
COMING = ("pass_on", "secure")

Choices = Sequence[tuple[str, object]]


def _text(value: str | None) -> str:
    return normalise(value or "")


def _line(value: str | None) -> str:
    return one_line(value or "")


def _chosen(field: Field) -> Ground | None:
    """The ground, or None.  Raises ValidationError for one that does not exist."""
    if not field.data:
        return None
    if field.data not in set(Ground):
        raise ValidationError(GROUND)
    return Ground(field.data)


class DecisionForm(Form):
    """What a facilitator decides about one contribution."""

    act = StringField()
    seen = HiddenField()
    ground = RadioField(lazy("Why is it not shown?"), choices=[], validate_choice=False)
    text = TextAreaField(
        lazy("Your own words to the author"),
        filters=[_text],
        validators=[Length(max=TEXT_LIMIT, message=TOO_LONG)],
    )
    target = SelectField(lazy("Move it to"), choices=[], validate_choice=False)
    theme = StringField()
    assignee = StringField()

    def offer(self, grounds: Choices, threads: Mapping[str, Choices]) -> None:
        """Take the choices: grounds as (value, label), threads by their dialogue's title."""
        self.ground.choices = list(grounds)
        self.target.choices = {"": [("", "–")], **threads}
        self.targets = {value for choices in threads.values() for value, _label in choices}

    def validate_act(self, field: Field) -> None:
        """One of the desk's acts."""
        if field.data in COMING:
            raise ValidationError(LATER)
        if field.data not in set(DeskAct):
            raise ValidationError(lazy("Choose what to do."))

    def validate_seen(self, field: Field) -> None:
        """A version number, or nothing: then the state alone decides."""
        sent = field.data or "0"
        if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
            raise ValidationError(lazy("Load the page again and decide once more."))

    def validate_ground(self, field: Field) -> None:
        """Needed for not publishing, and for unpublishing."""
        if _chosen(field) is None and self.act.data in GROUNDED:
            raise ValidationError(GROUND)

    def validate_target(self, field: Field) -> None:
        """For moving: one of the threads offered; all else is refused in the same words."""
        if self.act.data == DeskAct.MOVE and field.data not in self.targets:
            raise ValidationError(TARGET)

    def validate_theme(self, field: Field) -> None:
        """Themes come later."""
        if field.data:
            raise ValidationError(LATER)

    def validate_assignee(self, field: Field) -> None:
        """Assigning comes later."""
        if field.data:
            raise ValidationError(LATER)

    @property
    def version(self) -> int | None:
        """The version that the page showed."""
        return int(self.seen.data) if self.seen.data else None


class NoticeForm(Form):
    """A reader points at a contribution."""

    text = TextAreaField(
        lazy("What is wrong?"),
        filters=[_text],
        validators=[
            DataRequired(lazy("Write what is wrong.")),
            Length(max=TEXT_LIMIT, message=TOO_LONG),
        ],
    )
    ground = RadioField(lazy("Which rule does it break?"), choices=[], validate_choice=False)
    email = EmailField(
        lazy("Your e-mail, if we may ask you more"),
        filters=[_line],
        validators=[Optional(), Length(max=300, message=ADDRESS), Email(message=ADDRESS)],
    )

    def offer(self, grounds: Choices) -> None:
        """Take the choices, as (value, label)."""
        self.ground.choices = list(grounds)

    def validate_ground(self, field: Field) -> None:
        """One of the grounds, or none."""
        _chosen(field)
