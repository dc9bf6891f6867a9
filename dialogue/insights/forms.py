# SPDX-License-Identifier: EUPL-1.2
"""Forms about pages."""

from __future__ import annotations

from wtforms import RadioField, SelectChoice, StringField, TextAreaField, ValidationError

from dialogue.core.texts import lazy, lazy_plain
from dialogue.core.web.forms import Form
from dialogue.insights.rules import Verdict

#: The verdict's word in addresses and fields.
WORDS = {"ja": Verdict.YES, "nej": Verdict.NO}


class HelpedForm(Form):
    """Whether a page helped.  What is written goes on to the write page, which checks it."""

    svar = RadioField(
        lazy("Choose one"),
        choices=[SelectChoice("ja", lazy("Yes")), SelectChoice("nej", lazy("No"))],
        validate_choice=False,
    )
    body = TextAreaField(lazy("What did you miss?"))
    email = StringField(lazy("Your e-mail"))
    website = StringField(lazy_plain("Leave this field empty"))

    def validate_svar(self, field: RadioField) -> None:
        """Raises ValidationError when neither is chosen."""
        if field.data not in WORDS:
            raise ValidationError(lazy("Choose yes or no."))

    @property
    def words(self) -> str:
        """What was written, without the air around it."""
        return (self.body.data or "").strip()
