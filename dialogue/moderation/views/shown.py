# SPDX-License-Identifier: EUPL-1.2
"""What the desk's templates show, made ready from rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from markupsafe import Markup, escape

from dialogue.core.access import Actor
from dialogue.core.errors import Conflict, IllegalTransition, Invalid
from dialogue.core.html import mark_words, render_words
from dialogue.core.municipality import municipality
from dialogue.core.personal_data import find
from dialogue.core.texts import Lazy, _, current_locale, ngettext, time_or_date
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.moderation.forms import DecisionForm
from dialogue.moderation.models import ModerationDecision, Report
from dialogue.moderation.rules import (
    GROUNDED,
    UNDOES,
    DeskAct,
    Ground,
    may_restore,
    possible_acts,
    stands_on_desk,
)
from dialogue.moderation.views.labels import ACTS, CHANNELS, DONE, HAPPENED, STATES
from dialogue.moderation.wording import GROUNDS, KINDS

FIRST_LINE = 140


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    id: int
    url: str
    lang: str
    first_line: str
    where: tuple[str, str]
    place: tuple[str, str] | None
    received: datetime
    state: Markup
    why: Markup | None


@dataclass(frozen=True)
class Decided:
    """One line of the history."""

    what: Lazy
    name: str | None
    at: datetime
    ground: Lazy | None
    text: Markup | None
    undone: bool


@dataclass(frozen=True)
class Item:
    """One contribution on the desk."""

    row: Row
    url: str
    words: Markup
    name: Markup | None
    on_behalf_of: Markup | None
    question: tuple[str, str] | None
    thread_url: str | None
    channel: Lazy
    state: str
    acts: frozenset[DeskAct]
    restore_refused: bool
    is_free: bool
    promised: datetime | None
    reports: Sequence[Report]
    report_grounds: dict[int, Lazy]
    history: Sequence[Decided]


def number(value: str | None, *, otherwise: int) -> int:
    """A positive number from a query string; anything else counts as `otherwise`."""
    sent = value or ""
    return (
        int(sent)
        if sent.isascii() and sent.isdigit() and 0 < len(sent) < 7 and int(sent)
        else otherwise
    )


def done() -> Lazy | None:
    """What the last POST did, from `?klart=<word>`; an unknown word says nothing."""
    return DONE.get(request.args.get("klart", ""))


def count(number_of: int, oldest: datetime | None, now: datetime) -> Markup | None:
    """As in "7 to read, the oldest promised before 12 o'clock"; None when all is read."""
    if oldest is None:
        return None
    promised = municipality().next_reading(oldest)
    return ngettext(
        "%(num)s to read, promised before %(when)s",
        "%(num)s to read, the oldest promised before %(when)s",
        number_of,
        when=time_or_date(promised, local_day(now)),
    )


def ground_choices() -> list[tuple[str, object]]:
    """The twelve grounds, in the order of the law."""
    return [(ground.value, words.label) for ground, words in GROUNDS.items()]


def ground_laws() -> dict[str, Lazy]:
    """Under each ground: its law."""
    return {ground.value: words.law for ground, words in GROUNDS.items()}


def suggestions() -> list[tuple[str, Lazy, Lazy]]:
    """(ground, its label, words to begin from) for each ground."""
    return [(ground.value, words.label, words.suggestion) for ground, words in GROUNDS.items()]


def thread_choices(threads: Sequence[Thread]) -> dict[str, list[tuple[str, object]]]:
    """The threads to move to, by dialogue; two dialogues of one title stay two."""
    groups: dict[str, list[tuple[str, object]]] = {}
    titles: dict[int, str] = {}
    for thread in threads:
        owner = thread.dialogue
        if owner.id not in titles:
            title = owner.title.best(current_locale())[1]
            titles[owner.id] = title if title not in groups else f"{title} ({owner.slug})"
            groups[titles[owner.id]] = []
        question = thread.question.best(current_locale())[1]
        groups[titles[owner.id]].append((str(thread.id), question))
    return groups


def add_faults(form: DecisionForm, refused: Invalid) -> None:
    """Put what a command refused beside its field."""
    for name, sentence in refused.faults.items():
        form[name].errors = [*form[name].errors, sentence]


def row(contribution: Contribution) -> Row:
    """A contribution as one line."""
    words = " ".join((contribution.body or "").split())
    short = words if len(words) <= FIRST_LINE else words[: FIRST_LINE - 1].rstrip() + "…"
    place, locale = contribution.place, current_locale()
    return Row(
        id=contribution.id,
        url=url_for("moderation.item", contribution_id=contribution.id),
        lang=contribution.language,
        first_line=short,
        where=contribution.dialogue.title.best(locale),
        place=place.name.best(locale) if place else None,
        received=contribution.received_at,
        state=escape(STATES[contribution.state]),
        why=_why(contribution),
    )


def _why(contribution: Contribution) -> Markup | None:
    if contribution.state is ContributionState.PUBLISHED:
        return (
            _("Shown already, not read yet") if contribution.reviewed_at is None else _("Reported")
        )
    if contribution.state is not ContributionState.HELD:
        return None
    kinds = Markup(", ").join(KINDS.get(kind, kind) for kind in contribution.held_for)
    return _("Held for: %(what)s", what=kinds) if kinds else None


def item(
    contribution: Contribution,
    reports: Sequence[Report],
    history: Sequence[tuple[ModerationDecision, str | None]],
    actor: Actor,
    now: datetime,
) -> Item:
    """A contribution with all that the decision needs."""
    texts = [contribution.body or "", contribution.name or "", contribution.on_behalf_of or ""]
    found = [find(text) for text in texts]
    marked = [
        mark_words(text, hits) if text else None for text, hits in zip(texts, found, strict=True)
    ]
    acts = possible_acts(
        contribution.state,
        was_read=contribution.reviewed_at is not None,
        has_notice=any(report.handled_at is None for report in reports),
        has_findings=any(found),
    )
    refused = DeskAct.RESTORE in acts and not _may_restore(history, actor, now)
    thread = contribution.thread
    return Item(
        row=row(contribution),
        url=url_for("moderation.decide", contribution_id=contribution.id),
        words=marked[0] or Markup(""),
        name=marked[1],
        on_behalf_of=marked[2],
        question=thread.question.best(current_locale()) if thread else None,
        thread_url=_thread_url(contribution),
        channel=CHANNELS[contribution.channel],
        state=contribution.state.value,
        acts=acts - {DeskAct.RESTORE} if refused else acts,
        restore_refused=refused,
        is_free=contribution.dialogue.is_free,
        promised=_promised(contribution),
        reports=reports,
        report_grounds={r.id: GROUNDS[r.ground].label for r in reports if r.ground},
        history=[_decided(decision, name) for decision, name in history],
    )


def _promised(contribution: Contribution) -> datetime | None:
    waits = stands_on_desk(
        contribution.state, was_read=contribution.reviewed_at is not None, has_notice=False
    )
    return municipality().next_reading(contribution.received_at) if waits else None


def _thread_url(contribution: Contribution) -> str | None:
    if contribution.thread is None or not contribution.dialogue.is_public:
        return None
    return url_for(
        "pages.thread", slug=contribution.dialogue.slug, thread_slug=contribution.thread.slug
    )


def _may_restore(
    history: Sequence[tuple[ModerationDecision, str | None]], actor: Actor, now: datetime
) -> bool:
    in_force = next((d for d, _n in history if d.act in GROUNDED and d.undone_at is None), None)
    return in_force is None or may_restore(
        decided_by=in_force.by_id, decided_at=in_force.at, restorer=actor.account_id, now=now
    )


def _decided(decision: ModerationDecision, name: str | None) -> Decided:
    return Decided(
        what=ACTS[decision.act],
        name=name,
        at=decision.at,
        ground=GROUNDS[Ground(decision.ground)].label if decision.ground else None,
        text=render_words(decision.text) if decision.text else None,
        undone=decision.undone_at is not None,
    )


def happened(
    contribution: Contribution,
    history: Sequence[tuple[ModerationDecision, str | None]],
    seen: int | None,
    conflict: Conflict,
) -> Markup | Lazy:
    """What came between, in one sentence."""
    if contribution.state is ContributionState.WITHDRAWN:
        return _("Its author has taken it back. Your choice was not saved.")
    if type(conflict) is Conflict:
        return _(
            "You decided this yourself more than ten minutes ago. "
            "Somebody else has to look at it now. Your choice was not saved."
        )
    if isinstance(conflict, IllegalTransition) and seen == contribution.version:
        return _(
            "That cannot be done with a contribution in this state. Your choice was not saved."
        )
    if not history:
        return _("It has changed since you opened it. Your choice was not saved.")
    decision, name = history[0]
    return HAPPENED[decision.act] % {
        "name": name or _("Somebody"),
        "when": time_or_date(decision.at),
    }


def undo(
    contribution: Contribution,
    history: Sequence[tuple[ModerationDecision, str | None]],
    actor: Actor,
) -> tuple[DeskAct, str] | None:
    """The act that takes back what a colleague chose last, and her name; None when none does."""
    if not history or history[0][0].by_id in (None, actor.account_id):
        return None
    act, name = UNDOES.get(DeskAct(history[0][0].act)), history[0][1]
    allowed = possible_acts(contribution.state, was_read=True, has_notice=False, has_findings=False)
    return (act, name) if act in allowed and act and name else None
