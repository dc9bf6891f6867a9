# SPDX-License-Identifier: EUPL-1.2
"""Forms of the answer desk.  Which contributions can be chosen, the view hands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField

from dialogue.core.html import normalise, one_line
from dialogue.core.texts import lazy, plain
from dialogue.core.web.forms import Form
from dialogue.dialogues.forms.fields import (
    CheckboxesField,
    Choice,
    Choices,
    DayField,
    RadioField,
    at_most,
)
from dialogue.feedback.rules import (
    LINE_LIMIT,
    REASON_LIMIT,
    TEXT_LIMIT,
    Draft,
    Fault,
    ResponseSize,
    Selection,
    Use,
)
from dialogue.feedback.wording import SIZES, fault_text, use_plain

#: What a row says when what stands above the rows goes for it.
SAME = "same"
#: So many rows are each shown with their own values, even when they are alike.
FEW = 3
_ROW = ("covers", "line", "reason", "receiver")


def _text(value: str | None) -> str:
    return normalise(value or "")


def _line(value: str | None) -> str:
    return one_line(value or "")


_NO_USE = lazy("Choose what it led to.")
_NO_RECEIVER = lazy("Choose whom you pass it on to.")
_LONG, _SHORT = at_most(TEXT_LIMIT), at_most(LINE_LIMIT)


class DeskForm(Form):
    """The base of the desk's forms: what a command refuses is said in the form."""

    def take(self, faults: Mapping[str, str]) -> None:
        """Put each fault at its field, or at the top of the page, once."""
        for name, message in faults.items():
            where = self.place(name)
            errors = self[where].errors if where in self else self.form_errors
            if message in errors:
                continue
            if where in self:
                self[where].errors = [*errors, message]
            else:
                self.form_errors.append(message)

    def place(self, name: str) -> str:
        """The field that a fault's name means."""
        return name


class ReturnForm(DeskForm):
    """Why a response goes back to its author."""

    seen = HiddenField()
    text = TextAreaField(lazy("Why do you send it back?"), [at_most(REASON_LIMIT)], [_text])


class ActOnStored(DeskForm):
    """Submit or publish what is stored: asks for nothing but what was seen."""

    seen = HiddenField()


class AnswerForm(DeskForm):
    """A response as its author writes it; `answer_form` adds four fields a contribution."""

    seen = HiddenField()
    size = RadioField(
        lazy("How long is the answer?"), lazy("Choose a short or a full answer."),
        default=ResponseSize.FULL, choices=SIZES,
    )  # fmt: skip
    title = StringField(lazy("Title"), [_SHORT], [_line])
    said = TextAreaField(lazy("You said"), [_LONG], [_text])
    decided = TextAreaField(lazy("Your answer"), [_LONG], [_text])
    connection = TextAreaField(lazy("This is how it hangs together"), [_LONG], [_text])
    signature = StringField(lazy("Signed by"), [_SHORT], [_line])
    all_use = Choice(lazy("What did it lead to?"), _NO_USE, choices=[])
    all_line = StringField(lazy("A line to everybody"), [_SHORT], [_line])
    all_reason = TextAreaField(
        lazy("Why it did not lead to a change"), [at_most(REASON_LIMIT)], [_text]
    )
    all_receiver = Choice(lazy("Passed on to"), _NO_RECEIVER, choices=[])
    goals = CheckboxesField(lazy("Goals"), lazy("Choose goals from the list."), choices=[])
    assignments = CheckboxesField(
        lazy("Assignments"), lazy("Choose assignments from the list."), choices=[]
    )
    body_name = StringField(lazy("Who decided"), [_SHORT], [_line])
    decided_on = DayField(lazy("Day of the decision"))
    section = StringField(lazy("Section (§)"), [_SHORT], [_line])
    case_number = StringField(lazy("Case number"), [_SHORT], [_line])
    url = StringField(lazy("Link to the minutes"), [at_most(REASON_LIMIT)], [_line])

    rows: Sequence[int] = ()

    def offer(
        self,
        goals: Choices,
        assignments: Choices,
        receivers: Choices,
        aliases: Mapping[str, str],
    ) -> None:
        """Hand in what can be chosen; `aliases` are other spellings of goals and assignments."""
        self.goals.offer(goals, aliases)
        self.assignments.offer(assignments, aliases)
        uses = [(use.value, use_plain(use)) for use in Use]
        whom = [("", ""), *receivers]
        self.all_use.offer([("", ""), *uses])
        self.all_receiver.offer(whom)
        ways = [("", plain("Do not answer it here")), (SAME, plain("As above")), *uses]
        for row in self.rows:
            self[f"covers-{row}"].offer(ways)
            self[f"receiver-{row}"].offer(whom)

    @property
    def covers(self) -> list[Selection]:
        """The contributions that are chosen, each with its use or the one for all."""
        return [self._selection(row) for row in self.rows if self[f"covers-{row}"].data]

    def _selection(self, row: int) -> Selection:
        use, line, reason, receiver = (self[f"{name}-{row}"].data for name in _ROW)
        if use == SAME:
            use = self.all_use.data
            line = line or self.all_line.data
            reason = reason or self.all_reason.data
            receiver = receiver or self.all_receiver.data
        return Selection(row, Use(use) if use else None, line, reason, receiver or "")

    def draft(self, goals: Iterable[int], assignments: Iterable[int]) -> Draft:
        """What was typed; the ids of goals and assignments, the view has looked up."""
        names = ("title", "signature", "said", "decided", "connection", "case_number", "body_name",
                 "decided_on", "section", "url")  # fmt: skip
        values: dict[str, Any] = {name: self[name].data for name in names}
        return Draft(
            size=ResponseSize(self.size.data or ResponseSize.FULL), covers=self.covers,
            goals=list(goals), assignments=list(assignments), **values,
        )  # fmt: skip

    def place(self, name: str) -> str:
        """As it says; what goes for all stands above the rows."""
        kind, _, row = name.partition("-")
        use = f"covers-{row}"
        if name in self and use in self and self[use].data == SAME:
            return "all_use" if kind == "covers" else f"all_{kind}"
        return name

    def drop(self, gone: Collection[int]) -> None:
        """Take away rows that there is nothing behind."""
        self.rows = [row for row in self.rows if row not in gone]
        for row in gone:
            for name in _ROW:
                del self[f"{name}-{row}"]

    def refuse_unknown(self) -> None:
        """Say at the top that something was chosen that cannot be."""
        self.take({"": fault_text(Fault.NOT_COVERABLE)})


def answer_form(rows: Iterable[int], **given: Any) -> AnswerForm:
    """The form with the fields of each contribution in `rows`: `covers-<id>` and its like."""
    wanted = list(dict.fromkeys(rows))
    fields: dict[str, Any] = {}
    for row in wanted:
        fields |= {
            f"covers-{row}": Choice(lazy("What did it lead to?"), _NO_USE, choices=[]),
            f"line-{row}": StringField(lazy("A line to this person"), [_SHORT], [_line]),
            f"reason-{row}": TextAreaField(
                lazy("Why it did not lead to a change"), [at_most(REASON_LIMIT)], [_text]
            ),
            f"receiver-{row}": Choice(lazy("Passed on to"), _NO_RECEIVER, choices=[]),
        }
    form: AnswerForm = type("AnswerFormOfRows", (AnswerForm,), fields)(**given)
    form.rows = wanted
    return form


def values_of(draft: Draft) -> dict[str, Any]:
    """What stands in the fields of a stored draft.  What goes for all stands above the rows."""
    names = ("size", "title", "signature", "said", "decided", "connection", "case_number",
             "body_name", "decided_on", "section", "url")  # fmt: skip
    values: dict[str, Any] = {name: getattr(draft, name) for name in names}
    alike = {(c.use, c.line, c.reason, c.receiver) for c in draft.covers}
    if len(alike) == 1 and len(draft.covers) > FEW:
        use, values["all_line"], values["all_reason"], values["all_receiver"] = alike.pop()
        values["all_use"] = use or ""
        return values | {f"covers-{c.contribution_id}": SAME for c in draft.covers}
    for chosen in draft.covers:
        row = (chosen.use or SAME, chosen.line, chosen.reason, chosen.receiver)
        for name, value in zip(_ROW, row, strict=True):
            values[f"{name}-{chosen.contribution_id}"] = value
    return values
