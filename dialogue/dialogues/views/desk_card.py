# SPDX-License-Identifier: EUPL-1.2
"""Between the desk's form and the promise card: choices, what was typed, and the acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from dialogue.accounts.models import Committee
from dialogue.core.access import Permission, committees_of
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.languages import Translated, with_swedish
from dialogue.core.municipality import municipality
from dialogue.core.texts import current_locale, lazy
from dialogue.core.web.forms import Form, version_seen
from dialogue.core.web.guards import instant, reader
from dialogue.core.workdays import local_day
from dialogue.dialogues.acts import due_at
from dialogue.dialogues.commands.dialogue import (
    announce_dialogue,
    cancel_dialogue,
    close_dialogue,
    save_dialogue,
)
from dialogue.dialogues.forms.dialogue import ButtonForm, CancelForm, CardForm
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.promise import Promise, promise_of
from dialogue.dialogues.queries.desk import (
    committees_in,
    every_assignment,
    every_goal,
    last_event,
    link_choices,
)
from dialogue.dialogues.queries.dialogue import is_unanswered
from dialogue.dialogues.rules.card import Card, Link, Question, local_text, pair_questions
from dialogue.dialogues.rules.dialogue import (
    EDITABLE,
    ModerationMode,
    ParticipationLevel,
    PublicState,
)
from dialogue.goals.queries import place_by_key, places

Answer = tuple[str, int]
DONE = {"save": "sparad", "announce": "publicerad", "close": "stangd", "cancel": "installd"}
SAID = {
    "sparad": lazy("Saved."),
    "publicerad": lazy("The dialogue is public now."),
    "stangd": lazy("The dialogue is closed now."),
    "installd": lazy("The dialogue is called off."),
}


def my_committees() -> list[Committee]:
    """The committees in which the reader manages dialogues."""
    return committees_in(committees_of(reader(), Permission.DIALOGUE_MANAGE))


def blank() -> CardForm:
    """The form of a new dialogue, with what most dialogues promise."""
    template = municipality().standing_card
    return offer(CardForm(data={"languages": template.languages, "contact": template.contact}))


def stored(dialogue: Dialogue) -> CardForm:
    """The form with the card as it is stored."""
    texts = ("title", "purpose", "open_to", "not_open_to", "decider")
    same = (
        "level", "opens_at", "closes_at", "decision_on", "answer_by", "moderation", "languages",
        "contact", "case_number", "sami_flag", "child_flag",
    )  # fmt: skip
    values: dict[str, Any] = {name: getattr(dialogue, name) for name in same}
    values |= {name: text.sv for name in texts if (text := getattr(dialogue, name))}
    values["form"] = dialogue.form
    values["seen"] = dialogue.version
    values["committee"] = dialogue.committee.key
    values["place"] = dialogue.place.key if dialogue.place else ""
    values["question"] = [thread.question.sv for thread in dialogue.threads]
    values["goals"] = list(dict.fromkeys(link.goal.path_key for link in dialogue.links))
    values["assignments"] = [str(a.assignment_id) for a in dialogue.links if a.assignment_id]
    return offer(CardForm(formdata=None, data=values))


def new() -> CardForm:
    """The form that was sent for a new dialogue."""
    form = offer(CardForm(act=request.form.get("act", "save")))
    mine = form.committee.choices
    form.needs_committee = True
    form.committee.data = form.committee.data or (mine[0].value if len(mine) == 1 else None)
    return form


def sent(dialogue: Dialogue) -> Form:
    """The form that was sent.  An announcement without a card means the card that is stored."""
    act = request.form.get("act", "save")
    if act == "cancel":
        return CancelForm()
    if act == "close" or (act == "announce" and "title" not in request.form):
        return ButtonForm()
    form = offer(CardForm(act=act))
    form.complete = form.complete or dialogue.is_public
    form.needs_goal = not dialogue.is_free
    return form


def offer(form: CardForm) -> CardForm:
    """Fill in what can be chosen, and the other spellings of goals and assignments."""
    locale, today = current_locale(), local_day(instant())
    form.committee.offer([(c.key, c.name.best(locale)[1]) for c in my_committees()])
    form.place.offer([("", ""), *((p.key, p.name.best(locale)[1]) for p in places())])
    known = link_choices(locale, today)
    form.goals.offer(known.goals, known.goal_aliases)
    form.assignments.offer(known.assignments, known.assignment_aliases)
    return form


def committee_from(form: CardForm) -> Committee | None:
    """The chosen committee, or the only one there is to choose."""
    mine = my_committees()
    chosen = form.committee.data or (mine[0].key if len(mine) == 1 else None)
    return next((committee for committee in mine if committee.key == chosen), None)


def card_from(form: CardForm, dialogue: Dialogue | None) -> Card:
    """What was typed, on top of what was stored in other languages."""
    place = place_by_key(form.place.data) if form.place.data else None
    title = _words(form, "title", dialogue)
    assert title is not None, "the form asks for a title"
    return Card(
        title=title,
        form=form.kind,
        place_id=place.id if place else None,
        purpose=_words(form, "purpose", dialogue),
        open_to=_words(form, "open_to", dialogue),
        not_open_to=_words(form, "not_open_to", dialogue),
        level=ParticipationLevel(form.level.data) if form.level.data else None,
        links=_links(form),
        decider=_words(form, "decider", dialogue),
        decision_on=form.decision_on.data,
        answer_by=form.answer_by.data,
        opens_at=_moment(form, "opens_at", dialogue),
        closes_at=_moment(form, "closes_at", dialogue),
        moderation=ModerationMode(form.moderation.data or ModerationMode.PRE),
        languages=tuple(form.languages.data or ()),
        contact=form.contact.data or None,
        case_number=form.case_number.data or None,
        sami_flag=form.sami_flag.data,
        child_flag=form.child_flag.data,
        questions=_questions(form, dialogue),
    )


def _words(form: CardForm, name: str, dialogue: Dialogue | None) -> Translated | None:
    old: Translated | None = getattr(dialogue, name) if dialogue else None
    return with_swedish(old, form[name].data) if form[name].data else None


def _moment(form: CardForm, name: str, dialogue: Dialogue | None) -> datetime | None:
    """The instant typed; the stored one where that is shown as the same minute."""
    typed: datetime | None = form[name].data
    old: datetime | None = getattr(dialogue, name) if dialogue else None
    return old if typed and old and local_text(typed) == local_text(old) else typed


def _links(form: CardForm) -> tuple[Link, ...]:
    """The goals, those of the assignments among them, then the assignments."""
    goals = {goal.path_key: goal.id for goal in every_goal()}
    chosen = {assignment.id: assignment.goal_id for assignment in every_assignment()}
    assignments = [(chosen[int(a)], int(a)) for a in form.assignments.data or ()]
    ids = [*(goals[key] for key in form.goals.data or ()), *(goal for goal, _ in assignments)]
    return (*((goal, None) for goal in dict.fromkeys(ids)), *assignments)


def _questions(form: CardForm, dialogue: Dialogue | None) -> tuple[Question, ...]:
    threads = dialogue.threads if dialogue else []
    lines = form.question.data or []
    pairs = pair_questions([thread.question.sv for thread in threads], lines)
    return tuple(
        Question(Translated({"sv": line}))
        if place is None
        else Question(with_swedish(threads[place].question, line), was=threads[place].slug)
        for place, line in zip(pairs, lines, strict=True)
        if line
    )


def perform(form: Any, dialogue: Dialogue) -> int | None:
    """Do what was asked; 422 or 409 when it was refused, with the reason on the form."""
    act = request.form.get("act", "save")
    try:
        _ACTS[act](form, dialogue)
    except Invalid as refused:
        form.take(refused.faults)
        return 422
    except Conflict as refused:
        form.conflict = refused
        return 409
    return None


def _save(form: CardForm, dialogue: Dialogue) -> None:
    save_dialogue(
        reader(), dialogue, card=card_from(form, dialogue), committee=committee_from(form),
        seen=version_seen(form), at=instant(),
    )  # fmt: skip


def _announce(form: CardForm | ButtonForm, dialogue: Dialogue) -> None:
    typed = isinstance(form, CardForm)
    announce_dialogue(
        reader(), dialogue,
        card=card_from(form, dialogue) if typed else None,
        committee=committee_from(form) if typed else None,
        seen=version_seen(form), at=instant(),
    )  # fmt: skip


def _close(form: ButtonForm, dialogue: Dialogue) -> None:
    close_dialogue(reader(), dialogue, seen=version_seen(form), at=instant())


def _cancel(form: CancelForm, dialogue: Dialogue) -> None:
    cancel_dialogue(
        reader(), dialogue, reason=form.reason.data, seen=version_seen(form), at=instant()
    )


_ACTS: dict[str, Callable[[Any, Dialogue], None]] = {
    "save": _save, "announce": _announce, "close": _close, "cancel": _cancel,
}  # fmt: skip


def page(dialogue: Dialogue | None, form: Form | None = None, status: int = 200) -> Answer:
    """The desk's page of one dialogue, with everything that was typed."""
    card = form if isinstance(form, CardForm) else stored(dialogue) if dialogue else blank()
    conflict = getattr(form, "conflict", None) or _is_stale(dialogue, form, status)
    taken = getattr(form, "taken", {})
    card.take(taken)
    if dialogue and (conflict or not card.seen.data):
        # What stands in the form replaces what others did only when it is sent once more.
        card.seen.data = dialogue.version
    html = render_template(
        "dialogues/desk_dialogue.html",
        dialogue=dialogue,
        form=card,
        summary=card if taken or form is None else form,
        cancel=form if isinstance(form, CancelForm) else CancelForm(formdata=None),
        state=_state(dialogue),
        promise=_promise(dialogue) if dialogue else None,
        editable=dialogue is None or dialogue.state in EDITABLE,
        conflict=conflict,
        last=last_event(dialogue) if conflict and dialogue else None,
        done=SAID.get(request.args.get("klart", "")),
    )
    return html, status


def _is_stale(dialogue: Dialogue | None, form: Form | None, status: int) -> bool:
    """Whether fields were refused on a page that others have changed meanwhile: say that too."""
    if dialogue is None or not isinstance(form, CardForm) or status != 422:
        return False
    return version_seen(form) not in (None, dialogue.version)


def _state(dialogue: Dialogue | None) -> PublicState | None:
    if dialogue is None:
        return None
    return dialogue.public_state(instant(), unanswered=is_unanswered(dialogue))


def _promise(dialogue: Dialogue) -> Promise | None:
    """The card as residents see it; None while a draft has no day for the answer."""
    if dialogue.answer_by is None and not dialogue.is_standing:
        return None
    return promise_of(
        dialogue,
        answer_by=local_day(due_at(dialogue, instant())),
        links=[(link.goal, link.assignment) for link in dialogue.links],
        changes=len(dialogue.changes),
        changes_url=url_for("pages.dialogue", slug=dialogue.slug) if dialogue.is_public else None,
    )
