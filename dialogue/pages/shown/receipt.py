# SPDX-License-Identifier: EUPL-1.2
"""A receipt in words: tag, promise, steps, answer, and what its holder may still do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from markupsafe import Markup

from dialogue.core.languages import Translated
from dialogue.core.municipality import municipality
from dialogue.core.texts import _, long_date, ngettext, time_of_day, weekday
from dialogue.core.workdays import is_working, local_day, working_days_after
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.promise import in_sentence
from dialogue.dialogues.rules.contribution import EDITING, ContributionState
from dialogue.dialogues.wording import masked_address
from dialogue.moderation.models import ModerationDecision
from dialogue.moderation.wording import ground_sentence
from dialogue.pages.queries.response import Answer
from dialogue.pages.shown.dialogue import thread_url
from dialogue.pages.shown.response import Parts, answer_parts
from dialogue.pages.shown.steps import StepWords, contribution_words, steps_of

_WAITING = (ContributionState.SUBMITTED, ContributionState.HELD, ContributionState.PUBLISHED)

_KINDS = {
    ContributionState.PUBLISHED: "brand",
    ContributionState.HELD: "warn",
    ContributionState.REJECTED: "danger",
    ContributionState.UNPUBLISHED: "danger",
}


@dataclass(frozen=True)
class Counted:
    """How the promised day was found: a sentence, and the working days that count."""

    sentence: Markup
    days: list[str]


@dataclass(frozen=True)
class ReceiptWords:
    """What templates/pages/receipt.html takes."""

    code: str
    state: str
    tag: Markup
    tag_kind: str
    state_first: bool
    explanation: Markup | None
    ground_text: str | None
    moved_url: str | None
    moved_text: Markup | None
    promise_text: str | None
    promise_note: Markup | None
    how_counted: Counted | None
    steps: list[StepWords]
    words_html: str
    lang: str
    written_text: Markup
    waits: bool
    email_masked: str | None
    calendar_url: str | None
    answer: Parts | None
    edit_url: str | None
    edit_until: datetime
    withdraw_url: str | None
    remove_name_url: str | None
    stop_mail_url: str | None
    public_url: str | None
    help_text: Markup | None


def receipt_words(
    contribution: Contribution,
    *,
    answer: Answer | None,
    decision: ModerationDecision | None,
    moved: bool,
    editable: bool,
    now: datetime,
) -> ReceiptWords:
    """All of a receipt at `now`; an answer shows while the contribution does.

    `editable`: she can still change her words.
    """
    today, state = local_day(now), contribution.state
    if state is not ContributionState.PUBLISHED:
        answer = None
    due = local_day(contribution.due_at)
    waits = state in _WAITING and answer is None
    runs = waits and due >= today
    tag, explanation = _state_words(contribution, answer, decision, now)
    refused = state in (ContributionState.REJECTED, ContributionState.UNPUBLISHED)
    reading = _next_reading(contribution.received_at, now)
    code, here = contribution.receipt.code, contribution.id
    has_name = bool(contribution.name or contribution.on_behalf_of)
    email = contribution.contact.email if contribution.contact else None
    steps = steps_of(contribution, contribution.dialogue, answer, today)
    return ReceiptWords(
        code=code,
        state=state.value,
        tag=tag,
        tag_kind="warn" if state in _WAITING and due < today else _KINDS.get(state, ""),
        # Where only time has to pass the thread says as much, and the tag can wait below it.
        state_first=not runs or state is ContributionState.HELD,
        explanation=explanation,
        ground_text=decision.text or None if refused and decision else None,
        moved_url=thread_url(contribution.dialogue, contribution.thread)
        if moved and contribution.thread
        else None,
        moved_text=_("Moved to %(where)s", where=in_sentence(contribution.dialogue.title))
        if moved
        else None,
        promise_text=long_date(due, today) if runs else None,
        promise_note=_days_left(today, due) if runs else None,
        how_counted=_counted(contribution, due, today) if runs else None,
        steps=contribution_words(steps, today, reading),
        words_html=contribution.body_html,
        lang=contribution.language,
        written_text=_(
            "Written %(date)s", date=long_date(local_day(contribution.received_at), today)
        ),
        waits=waits,
        email_masked=masked_address(email) if email and waits else None,
        calendar_url=url_for("pages.receipt_calendar", code=code) if runs else None,
        answer=answer_parts(answer, today) if answer else None,
        edit_url=url_for("dialogues.edit", code=code) if editable else None,
        edit_until=contribution.received_at + EDITING,
        withdraw_url=url_for("dialogues.withdraw", code=code)
        if state is not ContributionState.WITHDRAWN
        else None,
        remove_name_url=url_for("dialogues.remove_name", code=code) if has_name else None,
        stop_mail_url=url_for("dialogues.stop_mail", code=code) if email else None,
        public_url=url_for("pages.contribution", contribution_id=here)
        if contribution.is_shown
        else None,
        help_text=_how_to_complain() if refused else None,
    )


def _state_words(
    contribution: Contribution,
    answer: Answer | None,
    decision: ModerationDecision | None,
    now: datetime,
) -> tuple[Markup, Markup | None]:
    """(tag, explanation under it); None where the promise says it already."""
    today, due = local_day(now), local_day(contribution.due_at)
    match contribution.state:
        case ContributionState.SUBMITTED:
            return _("Sent"), _read_by(contribution.received_at, now)
        case ContributionState.HELD:
            return _("Waiting to be read"), _held(contribution.held_for)
        case ContributionState.REJECTED:
            return _("Not published"), _why(decision)
        case ContributionState.UNPUBLISHED:
            return _("No longer shown"), _why(decision)
        case ContributionState.WITHDRAWN:
            return _("You have taken it back"), _(
                "It does not show for others. The municipality keeps it as long as the law demands."
            )
    if answer is not None and answer.response.published_at is not None:
        day = long_date(local_day(answer.response.published_at), today)
        signature = in_sentence(Translated({"sv": answer.response.signature}))
        said = _("%(date)s, by %(signature)s.", date=day, signature=signature)
        return _("You have got an answer"), said
    if due < today:
        return _("The answer is late"), _(
            "We promised an answer %(date)s. Now it is %(unit)s who is to answer you. "
            "New day: not decided.",
            date=long_date(due, today),
            unit=in_sentence(contribution.dialogue.committee.name),
        )
    return _("Waiting for an answer"), None


def _next_reading(received: datetime, now: datetime) -> datetime:
    """When it is read: as was said when it came, or, when that went by, the next time."""
    promised = municipality().next_reading(received)
    return promised if promised >= now else municipality().next_reading(now)


def _read_by(received: datetime, now: datetime) -> Markup:
    reading = _next_reading(received, now)
    return _("We read it by %(day)s %(time)s.", day=weekday(reading), time=time_of_day(reading))


def _why(decision: ModerationDecision | None) -> Markup | None:
    if decision is None or decision.ground is None:
        return None
    return _("Why: %(ground)s", ground=ground_sentence(decision.ground))


def _held(kinds: Sequence[str]) -> Markup:
    if len(kinds) > 1:
        return _(
            "We found several pieces of personal data in the text. "
            "A person looks at it before others see it."
        )
    found = {
        "person": _(
            "We found a personal identity number in the text. "
            "A person looks at it before others see it."
        ),
        "iban": _(
            "We found an account number in the text. A person looks at it before others see it."
        ),
        "card": _("We found a card number in the text. A person looks at it before others see it."),
        "bankgiro": _(
            "We found a bankgiro number in the text. A person looks at it before others see it."
        ),
        "plusgiro": _(
            "We found a plusgiro number in the text. A person looks at it before others see it."
        ),
        "phone": _(
            "We found a telephone number in the text. A person looks at it before others see it."
        ),
        "email": _(
            "We found an e-mail address in the text. A person looks at it before others see it."
        ),
    }
    nothing = _("A person looks at it before others see it.")
    return found.get(kinds[0], nothing) if kinds else nothing


def _how_to_complain() -> Markup:
    contact = municipality().contact
    return _(
        "Do you think we are wrong? Get in touch with %(name)s, %(phone)s, %(mail)s. "
        "It is free, and you have six months. Another person than the one who decided looks at it.",
        name=in_sentence(contact.name),
        phone=contact.phone,
        mail=contact.mail,
    )


def _days_left(today: date, due: date) -> Markup:
    left = _working_days(today, due)
    if not left:
        return _("today")
    return ngettext("in %(num)s working day", "in %(num)s working days", len(left))


def _working_days(after: date, until: date) -> list[date]:
    closed = municipality().closed_days
    span = range(1, (until - after).days + 1)
    days = (date.fromordinal(after.toordinal() + n) for n in span)
    return [day for day in days if is_working(day, closed)]


def _counted(contribution: Contribution, due: date, today: date) -> Counted:
    received = local_day(contribution.received_at)
    days = _working_days(received, due)
    by_days = (
        days and working_days_after(received, len(days), municipality().closed_days)[-1] == due
    )
    if not contribution.dialogue.is_standing or not by_days:
        sentence = _(
            "The dialogue promises everyone who writes in it an answer by %(date)s.",
            date=long_date(due, today),
        )
        return Counted(sentence, [])
    sentence = ngettext(
        "The day it came does not count. Then we counted %(num)s working day:",
        "The day it came does not count. Then we counted %(num)s working days:",
        len(days),
    )
    return Counted(sentence, [long_date(day, today) for day in days])
