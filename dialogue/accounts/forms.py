# SPDX-License-Identifier: EUPL-1.2
"""Forms of signing in and out, and of reporting a barrier."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from dialogue.core.html import normalise, one_line
from dialogue.core.texts import lazy
from dialogue.core.web.forms import Form

ADDRESS = lazy("That does not look like an e-mail address. It is written as name@example.org.")
REPORT_AT_MOST = 5000


def _line(value: str | None) -> str:
    return one_line(value or "")


def _lines(value: str | None) -> str:
    return normalise(value or "")


class SignInForm(Form):
    """To which address the link goes, and where to go afterwards."""

    email = StringField(
        lazy("Your e-mail"),
        filters=[_line],
        validators=[
            DataRequired(lazy("Write your e-mail address.")),
            Length(max=300, message=ADDRESS),
            # No more than a slip of the hand: any other address that has no account gets no mail.
            Regexp(r"[^@\s]+@[^@\s]+\Z", message=ADDRESS),
        ],
    )
    till = HiddenField()


class SignOutForm(Form):
    """Which device is signed out: empty for this one, `others`, or a session's number."""

    which = HiddenField()


class BarrierForm(Form):
    """What somebody could not read, hear, understand or do."""

    text = TextAreaField(
        lazy("What did not work, and on which page?"),
        filters=[_lines],
        validators=[
            DataRequired(lazy("Write what did not work.")),
            Length(
                max=REPORT_AT_MOST,
                message=lazy("The text is too long. Shorten it to at most 5,000 characters."),
            ),
        ],
    )
    email = StringField(
        lazy("Your e-mail, if you want an answer"),
        filters=[_line],
        validators=[Optional(), Length(max=300, message=ADDRESS), Email(message=ADDRESS)],
    )
