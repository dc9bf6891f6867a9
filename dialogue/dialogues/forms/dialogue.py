# SPDX-License-Identifier: EUPL-1.2
"""The dialogue desk's form: the promise card, field by field, in the order of the card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from dialogue.core.html import normalise, one_line
from dialogue.core.languages import LANGUAGES
from dialogue.core.texts import Lazy, lazy, lazy_plain
from dialogue.core.web.forms import Form
from dialogue.dialogues.forms.fields import (
    CheckboxesField,
    Choice,
    DayField,
    LinesField,
    LocalTimeField,
    RadioField,
    at_most,
)
from dialogue.dialogues.rules.card import LINE_LIMIT, TEXT_LIMIT
from dialogue.dialogues.rules.dialogue import (
    DialogueForm,
    ModerationMode,
    ParticipationLevel,
    date_faults,
    missing_on_card,
)

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


def _text(value: str | None) -> str:
    return normalise(value or "")


def _line(value: str | None) -> str:
    return one_line(value or "")


_LONG, _SHORT = at_most(TEXT_LIMIT), at_most(LINE_LIMIT)


class CardForm(Form):
    """The promise card.  `complete` asks for every field that an announcement needs."""

    seen = HiddenField()
    form = RadioField(
        lazy("Form"), lazy("Choose one of the two forms."), default=DialogueForm.BOUNDED,
        choices=[
            (DialogueForm.BOUNDED, lazy_plain("Open for a time, with one answer at the end")),
            (DialogueForm.STANDING, lazy_plain("Always open, with an answer to each contribution")),
        ],
    )  # fmt: skip
    committee = Choice(lazy("Committee"), lazy("Choose one of your committees."))
    place = Choice(lazy("Place"), lazy("Choose a place from the list."))
    title = StringField(lazy("Title"), [_SHORT], [_line])
    question = LinesField(lazy("Questions"))
    purpose = TextAreaField(lazy("Why we ask"), [_LONG], [_text])
    open_to = TextAreaField(lazy("This you can influence"), [_LONG], [_text])
    not_open_to = TextAreaField(lazy("This is decided already"), [_LONG], [_text])
    level = RadioField(
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
    goals = CheckboxesField(lazy("Goals"), lazy("Choose goals from the list."))
    assignments = CheckboxesField(lazy("Assignments"), lazy("Choose assignments from the list."))
    decider = TextAreaField(lazy("Who decides, and when"), [_LONG], [_text])
    opens_at = LocalTimeField(lazy("Opens"))
    closes_at = LocalTimeField(lazy("Closes"))
    decision_on = DayField(lazy("The decision is taken"))
    answer_by = DayField(lazy("Residents get an answer by"))
    moderation = RadioField(
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

    def __init__(self, *args: Any, act: str = "save", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act, self.complete, self.needs_goal = act, act == "announce", True
        self.needs_committee = False

    @property
    def kind(self) -> DialogueForm:
        """The dialogue's form, bounded while nothing good was chosen."""
        is_standing = self["form"].data == DialogueForm.STANDING
        return DialogueForm.STANDING if is_standing else DialogueForm.BOUNDED

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what the card misses, and its dates against one another."""
        valid: bool = super().validate(extra_validators)
        faults = {} if self["title"].data else {"title": MISSING["title"]}
        if self.needs_committee and not self["committee"].data and not self.complete:
            # A draft begins with the first one, as the form does; announcing asks for a choice.
            self["committee"].data = next((c.value for c in self["committee"].choices), None)
        if self.needs_committee and not self["committee"].data:
            faults["committee"] = lazy("Choose one of your committees.")
        if self.act not in ("save", "announce"):
            self.form_errors.append(lazy("Press one of the buttons."))
            valid = False
        if self.complete:
            card = {field.name: field.data for field in self}
            card["question"] = self["question"].filled
            if not self["moderation"].raw_data:
                card["moderation"] = None  # the default is for a new card, not for a promise
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
            self.take({"reason": lazy("Write why the dialogue is called off.")})
        return valid and bool(self["reason"].data)

    def take(self, faults: Mapping[str, str | Lazy]) -> None:
        """Put the fault at the reason."""
        self["reason"].errors = list(faults.values())


class ButtonForm(Form):
    """Closing, or announcing the stored card, asks for nothing but what was seen."""

    seen = HiddenField()
    taken: Mapping[str, str] = {}

    def take(self, faults: Mapping[str, str]) -> None:
        """Keep the faults, for the card's form beside."""
        self.taken = faults
