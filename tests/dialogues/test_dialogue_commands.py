# SPDX-License-Identifier: EUPL-1.2
"""Dialogues are created, changed in public, announced, closed and called off by their commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.access import OPERATOR, Role
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Forbidden, Invalid, Stale
from dialogue.core.events import Event, EventKind
from dialogue.core.languages import Translated
from dialogue.dialogues.commands.dialogue import (
    announce_dialogue,
    cancel_dialogue,
    close_dialogue,
    create_dialogue,
    save_dialogue,
)
from dialogue.dialogues.commands.standing import open_free, open_standing
from dialogue.dialogues.models import Dialogue, DialogueChange, Thread
from dialogue.dialogues.queries.card import card_of
from dialogue.dialogues.queries.dialogue import (
    dialogues_by_state,
    public_dialogue,
    redirect_target,
    thread_with_card,
)
from dialogue.dialogues.rules.card import Card, Question
from dialogue.dialogues.rules.dialogue import (
    DialogueForm,
    DialogueState,
    ModerationMode,
    ParticipationLevel,
    PublicState,
)
from dialogue.goals.models import Goal, GoalLineage
from tests import factories as make

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
sv = make.sv


def full(**changes: object) -> Card:
    goal = make.goal(f"mal{session().query(Goal).count()}")
    card = Card(
        title=sv("Parker i Torvalla"), purpose=sv("p"), open_to=sv("o"), not_open_to=sv("n"),
        level=ParticipationLevel.DIALOGUE, links=((goal.id, None),), decider=sv("d"),
        decision_on=date(2026, 12, 10), answer_by=date(2026, 12, 18), opens_at=AT,
        closes_at=AT + timedelta(days=14), languages=("sv", "sma"), contact="Britta",
        questions=(Question(sv("Vad ska finnas?")), Question(sv("Var?"))),
    )  # fmt: skip
    return replace(card, **changes)  # type: ignore[arg-type]  # any field of the card


def draft(card: Card | None = None) -> Dialogue:
    return create_dialogue(OPERATOR, make.committee(), card=card or full(), at=AT)


def announced(card: Card | None = None) -> Dialogue:
    return announce_dialogue(OPERATOR, draft(card), at=AT)


def kinds() -> list[EventKind]:
    return [event.kind for event in session().query(Event).order_by(Event.id)]


def test_a_draft_is_announced_under_its_titles_address(app: Flask) -> None:
    dialogue = draft()
    assert (dialogue.state, dialogue.slug, dialogue.version) == (DialogueState.DRAFT, None, 1)
    announce_dialogue(OPERATOR, dialogue, seen=1, at=AT)
    assert (dialogue.slug, dialogue.announced_at) == ("parker-i-torvalla", AT)
    assert [thread.slug for thread in dialogue.threads] == ["vad-ska-finnas", "var"]
    assert kinds() == [EventKind.DIALOGUE_CREATED, EventKind.DIALOGUE_ANNOUNCED]
    assert not dialogue.changes
    second = announced()
    assert second.slug == "parker-i-torvalla-2"
    assert announce_dialogue(OPERATOR, draft(), slug="parken", at=AT).slug == "parken"


def test_an_incomplete_card_is_not_announced(app: Flask) -> None:
    dialogue = draft(Card(title=sv("Nästan tom")))
    with pytest.raises(Invalid) as refused:
        announce_dialogue(OPERATOR, dialogue, at=AT)
    assert set(refused.value.faults) == {
        "purpose", "open_to", "not_open_to", "level", "goals", "decider", "languages", "contact",
        "question", "decision_on", "answer_by", "closes_at",
    }  # fmt: skip
    assert session().get_one(Dialogue, dialogue.id).state is DialogueState.DRAFT


def test_every_change_after_the_announcement_is_public(app: Flask) -> None:
    dialogue = announced()
    card = card_of(dialogue)
    questions = (replace(card.questions[0], text=sv("Vad saknas?")), Question(sv("Och sen?")))
    changed = replace(
        card, purpose=sv("Ny orsak"), answer_by=date(2027, 1, 15), questions=questions,
        moderation=ModerationMode.POST, title=sv("Parkerna"), sami_flag=True,
    )  # fmt: skip
    save_dialogue(OPERATOR, dialogue, card=changed, seen=2, at=AT + timedelta(days=1))
    rows = session().query(DialogueChange).order_by(DialogueChange.id).all()
    told = {(row.field, row.old, row.new) for row in rows}
    assert ("purpose", "p", "Ny orsak") in told
    assert ("answer_by", "fredag 18 december 2026", "fredag 15 januari 2027") in told
    assert ("question", "Vad ska finnas?", "Vad saknas?") in told
    assert ("question", "Var?", "") in told
    assert ("question", "", "Och sen?") in told
    assert {row.field for row in rows} == {
        "purpose", "answer_by", "question", "moderation", "title", "sami_flag",
    }  # fmt: skip
    assert dialogue.slug == "parker-i-torvalla", "the address stays"
    assert [t.slug for t in dialogue.threads] == ["vad-ska-finnas", "och-sen"]


def test_a_draft_changes_without_a_trace_and_its_addresses_follow(app: Flask) -> None:
    dialogue = draft()
    card = card_of(dialogue)
    questions = tuple(Question(sv(f"Fråga {n}"), was=q.slug) for n, q in enumerate(card.questions))
    save_dialogue(OPERATOR, dialogue, card=replace(card, questions=questions), at=AT)
    assert [thread.slug for thread in dialogue.threads] == ["fraga-0", "fraga-1"]
    assert not dialogue.changes


def test_saving_what_stands_changes_nothing_but_the_version(app: Flask) -> None:
    dialogue = announced()
    threads = [thread.id for thread in dialogue.threads]
    save_dialogue(OPERATOR, dialogue, card=card_of(dialogue), at=AT)
    assert [thread.id for thread in dialogue.threads] == threads
    assert not dialogue.changes


def test_a_question_with_contributions_stays(app: Flask) -> None:
    dialogue = announced()
    make.contribution(dialogue.threads[1])
    fewer = replace(card_of(dialogue), questions=card_of(dialogue).questions[:1])
    with pytest.raises(Invalid) as refused:
        save_dialogue(OPERATOR, dialogue, card=fewer, at=AT)
    assert set(refused.value.faults) == {"question"}
    assert session().query(Thread).count() == 2


def test_an_announced_card_cannot_become_incomplete_or_another_form(app: Flask) -> None:
    dialogue = announced()
    with pytest.raises(Invalid):
        save_dialogue(OPERATOR, dialogue, card=replace(card_of(dialogue), contact=None), at=AT)
    standing = replace(
        card_of(dialogue), form=DialogueForm.STANDING, questions=card_of(dialogue).questions[:1]
    )
    with pytest.raises(Invalid) as refused:
        save_dialogue(OPERATOR, dialogue, card=standing, at=AT)
    assert set(refused.value.faults) == {"form"}


def test_what_was_seen_must_be_what_stands(app: Flask) -> None:
    dialogue = draft()
    save_dialogue(OPERATOR, dialogue, card=card_of(dialogue), seen=1, at=AT)
    for act in (save_dialogue, announce_dialogue):
        with pytest.raises(Stale):
            act(OPERATOR, dialogue, card=card_of(dialogue), seen=1, at=AT)
    with pytest.raises(Stale):
        cancel_dialogue(OPERATOR, dialogue, reason="r", seen=1, at=AT)


def test_closing_is_public_and_happens_once(app: Flask) -> None:
    dialogue = announced()
    now = AT + timedelta(days=2)
    close_dialogue(OPERATOR, dialogue, at=now)
    assert dialogue.closes_at == now
    assert [(c.field, c.new) for c in dialogue.changes] == [
        ("closes_at", "onsdag 18 november 2026 kl. 10")
    ]
    with pytest.raises(Conflict):
        close_dialogue(OPERATOR, dialogue, at=now + timedelta(days=1))
    with pytest.raises(Conflict):
        close_dialogue(OPERATOR, draft(), at=now)


def test_calling_off_needs_a_reason_and_ends_everything(app: Flask) -> None:
    dialogue = announced()
    with pytest.raises(Invalid):
        cancel_dialogue(OPERATOR, dialogue, reason="", at=AT)
    cancel_dialogue(OPERATOR, dialogue, reason="Pengarna räckte inte.", at=AT)
    assert public_dialogue("parker-i-torvalla") is not None, "it stays readable"
    acts: list[Callable[[], object]] = [
        lambda: save_dialogue(OPERATOR, dialogue, card=card_of(dialogue), at=AT),
        lambda: cancel_dialogue(OPERATOR, dialogue, reason="igen", at=AT),
        lambda: close_dialogue(OPERATOR, dialogue, at=AT),
        lambda: announce_dialogue(OPERATOR, dialogue, at=AT),
    ]
    for act in acts:
        with pytest.raises(Conflict):
            act()
    hidden = draft()
    cancel_dialogue(OPERATOR, hidden, reason="r", at=AT)
    assert not hidden.is_public


def test_a_facilitator_manages_only_her_committees_dialogues(app: Flask) -> None:
    val = make.committee("valnamnden", "Valnämnden")
    anna = make.account(role=Role.FACILITATOR, body=val).actor()
    other = draft()
    with pytest.raises(Forbidden):
        create_dialogue(anna, make.committee(), card=full(), at=AT)
    with pytest.raises(Forbidden):
        cancel_dialogue(anna, other, reason="r", at=AT)
    mine = create_dialogue(anna, val, card=full(), at=AT)
    with pytest.raises(Invalid) as refused:
        save_dialogue(anna, mine, card=card_of(mine), committee=make.committee(), at=AT)
    assert set(refused.value.faults) == {"committee"}


def test_a_standing_dialogue_opens_for_each_goal_once(app: Flask) -> None:
    plan = make.plan()
    goals = [make.goal("ledning"), make.goal("aktivt-liv")]
    goals[0].sami_flag = True
    session().commit()
    assert open_standing(OPERATOR, plan, at=AT) == 2
    assert open_standing(OPERATOR, plan, at=AT) == 0
    make.goal("trygghet")
    assert open_standing(OPERATOR, plan, at=AT) == 1
    dialogue = public_dialogue("mal-2024-ledning")
    assert dialogue is not None
    assert dialogue.sami_flag
    assert dialogue.title == goals[0].short
    assert [thread.slug for thread in dialogue.threads] == ["samtal"]
    assert dialogue.moderation is ModerationMode.PRE
    assert dialogue.is_open(AT)
    assert dialogue.committee_id == goals[0].committee_id
    assert [link.goal for link in dialogue.links] == [goals[0]]
    thread = thread_with_card("mal-2024-ledning", "samtal")
    assert thread is dialogue.threads[0]
    with pytest.raises(Conflict):
        close_dialogue(OPERATOR, dialogue, at=AT)


def test_the_free_dialogue_opens_once_without_a_goal(app: Flask) -> None:
    make.committee()
    assert open_free(OPERATOR, None, at=AT) == 1
    assert open_free(OPERATOR, None, at=AT) == 0
    free = public_dialogue("fritt")
    assert free is not None
    assert (free.slug, free.links) == ("fritt", [])
    assert free.title.best("sv") == ("sv", "Något annat")
    save_dialogue(OPERATOR, free, card=replace(card_of(free), contact="Ny"), at=AT)


def test_a_goal_has_one_standing_dialogue(app: Flask) -> None:
    goal = make.goal("ledning")
    open_standing(OPERATOR, make.plan(), at=AT)
    card = full(
        form=DialogueForm.STANDING, questions=(Question(sv("Q")),), links=((goal.id, None),)
    )
    with pytest.raises(Invalid) as refused:
        announced(card)
    assert set(refused.value.faults) == {"goals"}


def test_words_find_the_standing_dialogue_of_a_goal_or_its_heir(app: Flask) -> None:
    make.committee()
    old, new = make.goal("fritid", 2023), make.goal("aktivt-liv", 2024)
    alone = make.goal("ensamt", 2023)
    session().add(GoalLineage(from_goal_id=old.id, to_goal_id=new.id))
    session().commit()
    today = date(2026, 11, 16)
    former, lonely = make.dialogue(goals=[old]), make.dialogue(goals=[alone])
    assert redirect_target(former, today) is None
    open_free(OPERATOR, None, at=AT)
    open_standing(OPERATOR, make.plan(2024), at=AT)
    target, free = redirect_target(former, today), redirect_target(lonely, today)
    assert (target and target.slug, free and free.slug) == ("mal-2024-aktivt-liv", "fritt")
    assert free is not None
    assert redirect_target(free, today) is None, "never to itself"


def test_lists_hold_what_shows_as_each_state_with_its_counts(app: Flask) -> None:
    open_one = make.dialogue("oppen")
    make.contribution(open_one.threads[0])
    make.contribution(open_one.threads[0], answered_at=make.NOW)
    make.dialogue("utkast", state=DialogueState.DRAFT)
    make.dialogue("kommer", opens_at=AT + timedelta(days=5))
    found = dialogues_by_state(AT, (PublicState.UPCOMING, PublicState.OPEN))
    assert [(row.dialogue.slug, row.state, row.shown, row.unanswered) for row in found] == [
        ("kommer", PublicState.UPCOMING, 0, 0),
        ("oppen", PublicState.OPEN, 2, 1),
    ]
    assert len(dialogues_by_state(AT)) == 2, "drafts are not public"
    assert len(dialogues_by_state(AT, public=False)) == 3
    assert dialogues_by_state(AT, committees=[10**6]) == []


def test_texts_in_other_languages_are_kept(app: Flask) -> None:
    title = Translated({"sv": "Bussar", "en": "Buses"})
    assert announced(full(title=title)).title.best("en") == ("en", "Buses")
