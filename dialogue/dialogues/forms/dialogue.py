"""The dialogue desk's form: the promise card, field by field, in the order of the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)

from dialogue.core.html import normalise, one_line
from dialogue.core.languages import LANGUAGES
from dialogue.core.texts import Lazy, lazy, lazy_plain
from dialogue.core.web.forms import Form
from dialogue.dialogues.rules.card import LINE_LIMIT, TEXT_LIMIT, local_text, local_time
from dialogue.dialogues.rules.dialogue import (
    DialogueForm,
    ModerationMode,
    ParticipationLevel,
    date_faults,
    missing_on_card,
)

Choices = Sequence[tuple[str, str]]
Check = Callable[[Form, Field], None]

MISSING: Mapping[str, Lazy] = {
    "title": lazy("Write what the dialogue is called."),
    "purpose": lazy("Write why you ask."),
    "open_to": lazy("Write what residents can influence."),
    "not_open_to": lazy("Write what is already decided."),
    "level": lazy("Choose how much residents can influence."),
    "goals": lazy("Choose at least one goal."),
    "decider": lazy("Write who decides."),
    "moderation": lazy("Choose when contributions are read."),
    "languages": lazy("Choose at least one language."),
    "contact": lazy("Write whom residents can ask."),
    "question": lazy("Write at least one question."),
    "decision_on": lazy("Give the day of the decision."),
    "answer_by": lazy("Give the day by which residents get an answer."),
    "closes_at": lazy("Give the time when the dialogue closes."),
}
CONTRADICTIONS: Mapping[str, Lazy] = {
    "closes_at": lazy("The dialogue must close after it has opened."),
    "answer_by": lazy("The answer cannot come before the dialogue has closed."),
}
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
        known = {value for value, *_ in field.choices}
        chosen = field.data if isinstance(field.data, list) else [field.data or ""]
        if any(value and value not in known for value in chosen):
            raise ValidationError(message)

    return check


def _text(value: str | None) -> str:
    return normalise(value or "")


def _line(value: str | None) -> str:
    return one_line(value or "")


class Choice(SelectField):
    """One of a list; an unknown value gets our own words, by `offered`."""

    validate_choice = False

    def __init__(self, label: Lazy, message: Lazy, **kwargs: Any) -> None:
        super().__init__(label, [offered(message)], validate_choice=False, **kwargs)


class Radios(RadioField):
    """The same as radio buttons; nothing need be chosen."""

    def __init__(self, label: Lazy, message: Lazy, **kwargs: Any) -> None:
        super().__init__(label, [offered(message)], validate_choice=False, **kwargs)


class CheckboxesField(SelectMultipleField):
    """Any number of a list, as checkboxes.  `aliases` gives other spellings of a value."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, label: Lazy, message: Lazy, **kwargs: Any) -> None:
        super().__init__(label, [offered(message)], validate_choice=False, **kwargs)

    def offer(self, choices: Choices, aliases: Mapping[str, str]) -> None:
        """Set what can be chosen, and read what was sent in the choices' own spelling."""
        self.choices = list(choices)
        sent = [aliases.get(value, value) for value in self.data or []]
        self.data = list(dict.fromkeys(sent))


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
                self.data = local_time(text).astimezone(UTC)
            except ValueError:
                raise ValueError(_NOT_A_TIME) from None


class LinesField(Field):
    """A line as often as it is sent, empty ones kept in their place; one more is always offered."""

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines."""
        self.data: list[str] = [one_line(value) for value in valuelist]

    @property
    def shown(self) -> list[str]:
        """The lines that are filled, and an empty one."""
        return [*filter(None, self.data or []), ""]

    @property
    def filled(self) -> list[str]:
        """The lines that are filled."""
        return [line for line in self.data or [] if line]

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError for a line that is too long."""
        if any(len(line) > LINE_LIMIT for line in self.data or []):
            raise ValidationError(lazy("Write at most %(limit)s characters.", limit=LINE_LIMIT))


_LONG, _SHORT = at_most(TEXT_LIMIT), at_most(LINE_LIMIT)


class CardForm(Form):
    """The promise card.  `complete` asks for every field that an announcement needs."""

    seen = HiddenField()
    form = Radios(
        lazy("Form"), lazy("Choose one of the two forms."), default=DialogueForm.BOUNDED,
        choices=[
            (DialogueForm.BOUNDED, lazy_plain("Open for a time, with one answer at the end")),
            (DialogueForm.STANDING, lazy_plain("Always open, with an answer to each contribution")),
        ],
    )  # fmt: skip
    committee = Choice(lazy("Committee"), lazy("Choose one of your committees."), choices=[])
    place = Choice(lazy("Place"), lazy("Choose a place from the list."), choices=[])
    title = StringField(lazy("Title"), [_SHORT], [_line])
    question = LinesField(lazy("Questions"))
    purpose = TextAreaField(lazy("Why we ask"), [_LONG], [_text])
    open_to = TextAreaField(lazy("What you can influence"), [_LONG], [_text])
    not_open_to = TextAreaField(lazy("What is already decided"), [_LONG], [_text])
    level = Radios(
        lazy("How much you can influence"), lazy("Choose one of the five steps."),
        choices=[
            (ParticipationLevel.INFORMATION, lazy_plain("Information: We tell.")),
            (
                ParticipationLevel.CONSULTATION,
                lazy_plain("Consultation: We ask, and decide afterwards."),
            ),
            (
                ParticipationLevel.DIALOGUE,
                lazy_plain("Dialogue: We reason together, and decide afterwards."),
            ),
            (
                ParticipationLevel.INFLUENCE,
                lazy_plain("Influence: You make the proposal with us."),
            ),
            (
                ParticipationLevel.SHARED_DECISION,
                lazy_plain("Shared decision: You take part and decide."),
            ),
        ],
    )  # fmt: skip
    goals = CheckboxesField(lazy("Goals"), lazy("Choose goals from the list."), choices=[])
    assignments = CheckboxesField(
        lazy("Assignments"), lazy("Choose assignments from the list."), choices=[]
    )
    decider = TextAreaField(lazy("Who decides"), [_LONG], [_text])
    opens_at = LocalTimeField(lazy("Opens"))
    closes_at = LocalTimeField(lazy("Closes"))
    decision_on = DayField(lazy("The decision is taken"))
    answer_by = DayField(lazy("Residents get an answer by"))
    moderation = Radios(
        lazy("Who reads"), lazy("Choose before or after."), default=ModerationMode.PRE,
        choices=[
            (ModerationMode.PRE, lazy_plain("Before it is shown")),
            (ModerationMode.POST, lazy_plain("After it is shown")),
        ],
    )  # fmt: skip
    languages = CheckboxesField(
        lazy("Languages"), lazy("Choose languages from the list."),
        choices=[(language.code, language.name) for language in LANGUAGES],
    )  # fmt: skip
    contact = StringField(lazy("Ask us"), [_SHORT], [_line])
    case_number = StringField(lazy("Case number"), [_SHORT], [_line])
    sami_flag = BooleanField(lazy("It may touch Sámi interests (act 2022:66)"))
    child_flag = BooleanField(lazy("It concerns children and young people"))

    def __init__(self, *args: Any, complete: bool = False, goal: bool = True, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.complete, self.needs_goal = complete, goal

    @property
    def kind(self) -> DialogueForm:
        """The dialogue's form, bounded while nothing good was chosen."""
        is_standing = self["form"].data == DialogueForm.STANDING
        return DialogueForm.STANDING if is_standing else DialogueForm.BOUNDED

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what the card misses, and its dates against one another."""
        valid: bool = super().validate(extra_validators)
        faults = {"title": MISSING["title"]} if not self["title"].data else {}
        if self.complete:
            card = {field.name: field.data for field in self}
            card["question"] = self["question"].filled
            missing = missing_on_card(card, self.kind, needs_goal=self.needs_goal)
            faults |= {name: MISSING[name] for name in missing if not self[name].errors}
        opens, closes, answer = (self[n].data for n in ("opens_at", "closes_at", "answer_by"))
        for name in date_faults(self.kind, opens, closes, answer):
            faults[name] = CONTRADICTIONS[name]
        self.take(faults)
        return valid and not faults

    def take(self, faults: Mapping[str, str | Markup | Lazy]) -> None:
        """Put each fault at its field."""
        for name, message in faults.items():
            self[name].errors = [*self[name].errors, message]


class CancelForm(Form):
    """Why a dialogue is called off."""

    seen = HiddenField()
    reason = TextAreaField(lazy("Why is the dialogue called off?"), [_LONG], [_text])

    def validate(self, extra_validators: Any = None) -> bool:
        """A reason is needed: it is public."""
        valid: bool = super().validate(extra_validators)
        if not self["reason"].data:
            self["reason"].errors = [lazy("Write why the dialogue is called off.")]
        return valid and bool(self["reason"].data)


class CloseForm(Form):
    """Closing asks for nothing but what was seen."""

    seen = HiddenField()
