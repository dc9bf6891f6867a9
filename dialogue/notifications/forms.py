# SPDX-License-Identifier: EUPL-1.2
"""Forms of following: an address, and which of the things that are followed no longer shall be."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired

from dialogue.core.html import one_line
from dialogue.core.mail import wire_address
from dialogue.core.texts import lazy, lazy_plain
from dialogue.core.web.forms import Form


def _line(value: str | None) -> str:
    return one_line(value or "")


def _address(_form: Form, field: Any) -> None:
    """An address that a mail can be sent to; the name server is not asked."""
    try:
        field.data = wire_address(field.data)
    except ValueError:
        message = lazy(
            "That does not look like an e-mail address. It is written as name@example.org."
        )
        raise ValidationError(message) from None


class FollowForm(Form):
    """Where the mails go.  `website` is a trap for machines: people never see it."""

    email = StringField(
        lazy("Your e-mail"),
        filters=[_line],
        validators=[DataRequired(lazy("Write your e-mail address.")), _address],
    )
    website = StringField(lazy_plain("Leave this field empty"))


class StopForm(Form):
    """Which follow ends: its number, or `all`."""

    follow = HiddenField()

    def follow_id(self) -> int | None:
        """The number; None for all of them.  Raises ValueError for anything else."""
        text = str(self.follow.data or "")
        if text == "all":
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 17):
            raise ValueError(f"{text!r} is the number of no follow")
        return int(text)
