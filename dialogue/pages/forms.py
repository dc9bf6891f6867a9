# SPDX-License-Identifier: EUPL-1.2
"""The form that finds a receipt."""

from __future__ import annotations

from wtforms import StringField, ValidationError

from dialogue.core.texts import lazy
from dialogue.core.web.forms import Form

UNKNOWN = lazy("We find no contribution with that code. Check the last character.")


class FindForm(Form):
    """A receipt code, however it is spelt."""

    code = StringField(lazy("Receipt code"))

    #: Whether somebody's receipt has the code; the view has looked.
    is_known = False

    def validate_code(self, _field: StringField) -> None:
        """Raises ValidationError for a code that is nobody's."""
        if not self.is_known:
            raise ValidationError(UNKNOWN)
