# SPDX-License-Identifier: EUPL-1.2
"""Forms of residents' words: the write page's, and those of the receipt.

Choices and what is known of a parent are handed in by the view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wtforms import Field, SelectChoice, SelectField, StringField, TextAreaField, ValidationError
from wtforms.widgets import HiddenInput

from dialogue.core.html import normalise, one_line
from dialogue.core.languages import LANGUAGES
from dialogue.core.mail import wire_address
from dialogue.core.texts import Lazy, current_locale, lang_of, lazy, lazy_plain, ngettext
from dialogue.core.web.forms import Form, version_seen
from dialogue.dialogues.rules.contribution import BODY_LIMIT, NAME_LIMIT, ON_BEHALF_LIMIT

#: The choice of whoever does not know which goal it is about.
SORT_IT = "?"
#: Value → (language, words) of an option.
Choices = Mapping[str, tuple[str, str]]


def _text(value: str | None) -> str:
    return normalise(value or "")


def _line(value: str | None) -> str:
    return one_line(value or "")


def _options(choices: Choices) -> list[SelectChoice]:
    """Each in its own language; an option can hold no element that would say so."""
    return [SelectChoice(value, words, {"lang": lang}) for value, (lang, words) in choices.items()]


def _at_most(limit: int, message: Lazy) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if len(field.data) > limit:
            raise ValidationError(message % {"limit": limit})

    return check


def _some_words(_form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(lazy("Write what you want to say."))
    if (over := len(field.data) - BODY_LIMIT) > 0:
        raise ValidationError(
            ngettext(
                "The text is too long. Shorten it by %(num)s character.",
                "The text is too long. Shorten it by %(num)s characters.",
                over,
            )
        )


def _address(empty: Lazy | None, wrong: Lazy) -> Callable[[Form, Field], None]:
    """A check that a mail can be sent there; the name server is not asked.

    `empty`: what is said where nothing was typed; None where nothing need be.
    """

    def check(_form: Form, field: Field) -> None:
        if not field.data:
            if empty is not None:
                raise ValidationError(empty)
            return
        try:
            field.data = wire_address(field.data)
        except ValueError:
            raise ValidationError(wrong) from None

    return check


class WriteForm(Form):
    """What a resident gives.  Lengths are code points of the normalised text."""

    body = TextAreaField(
        lazy("What do you want to say?"), filters=[_text], validators=[_some_words]
    )
    goal = SelectField(
        lazy("What is it about?"),
        default=SORT_IT,
        invalid_choice_message=lazy("Choose one of the goals in the list, or let us sort it."),
    )
    place = SelectField(
        lazy("Where is it?"),
        default="",
        invalid_choice_message=lazy("Choose one of the places in the list."),
    )
    email = StringField(
        lazy("Your e-mail"),
        filters=[_line],
        validators=[
            _address(
                None,
                lazy(
                    "The e-mail address does not seem right. Write it as name@example.com, "
                    "or leave it empty."
                ),
            )
        ],
    )
    name = StringField(
        lazy("Name that is shown"),
        filters=[_line],
        validators=[
            _at_most(NAME_LIMIT, lazy("The name is too long. It can have %(limit)s characters."))
        ],
    )
    on_behalf_of = StringField(
        lazy("I write for an association or a company"),
        filters=[_line],
        validators=[
            _at_most(
                ON_BEHALF_LIMIT,
                lazy("The name of the association is too long. It can have %(limit)s characters."),
            )
        ],
    )
    language = SelectField(
        lazy("The language I wrote in"),
        choices=[SelectChoice(own.code, own.name, {"lang": own.code}) for own in LANGUAGES],
        default=current_locale,
        invalid_choice_message=lazy("Choose one of the languages in the list."),
    )
    parent = StringField("", filters=[_line], widget=HiddenInput())
    website = StringField(lazy_plain("Leave this field empty"))

    #: What a token that no longer holds is answered with: the button's own name.
    old_page = lazy(
        "The page had been open for a long time. Your text is still here. Press Send once more."
    )
    #: Whether `parent` is something that shows where this is written; the view has looked.
    parent_shows = False

    def offer(self, goals: Choices | None, places: Choices) -> None:
        """Hand in the choices; `goals` None: it is known already what it is about."""
        if goals is None:
            del self.goal
        else:
            unknown = lazy_plain("I do not know, sort it for me")
            self.goal.choices = _options({SORT_IT: (lang_of(unknown), str(unknown)), **goals})
        everywhere = lazy_plain("The whole municipality")
        self.place.choices = _options({"": (lang_of(everywhere), str(everywhere)), **places})

    def validate_parent(self, field: Field) -> None:
        """Raises ValidationError when it answers what does not show here."""
        if field.data and not self.parent_shows:
            raise ValidationError(lazy("What you comment on no longer shows."))

    @property
    def goal_key(self) -> str:
        """The chosen goal's key, or SORT_IT."""
        return str(self.goal.data) if "goal" in self else SORT_IT

    @property
    def more_is_open(self) -> bool:
        """Whether the folded part holds something, or something to correct."""
        folded = (self.name, self.on_behalf_of, self.language)
        return any(field.errors for field in folded) or bool(
            self.name.data or self.on_behalf_of.data
        )

    def carried(self) -> list[tuple[str, str]]:
        """Everything typed, for the hidden fields of the pages that follow."""
        return [
            (field.name, str(field.data))
            for field in self
            if field.name not in ("csrf_token", "website") and field.data
        ]


class EditForm(Form):
    """Other words for what she sent; `seen` is the version that the page showed."""

    body = TextAreaField(lazy("Your contribution"), filters=[_text], validators=[_some_words])
    seen = StringField("", widget=HiddenInput())

    @property
    def version(self) -> int | None:
        """The version that the page showed; None when it says none."""
        return version_seen(self)


class MailForm(Form):
    """Where the receipt is mailed, and the answer later."""

    email = StringField(
        lazy("Your e-mail"),
        filters=[_line],
        validators=[
            _address(
                lazy("Write your e-mail address."),
                lazy("The e-mail address does not seem right. Write it as name@example.com."),
            )
        ],
    )
