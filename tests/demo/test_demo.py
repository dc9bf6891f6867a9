# SPDX-License-Identifier: EUPL-1.2
"""`flask demo`: the whole story once, whatever the day, also after an interruption."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.core.access import Role
from dialogue.core.database import Base, session
from dialogue.core.events import Event
from dialogue.core.workdays import STOCKHOLM
from dialogue.demo import loading, story
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import PublicState
from dialogue.feedback.models import FeedbackCover, FeedbackResponse
from dialogue.feedback.rules import ResponseState, Use

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def rows() -> dict[str, int]:
    return {
        table.name: session().scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def public_states(now: datetime) -> dict[str, PublicState]:
    states = {}
    for dialogue in session().scalars(select(Dialogue)):
        unanswered = session().scalar(
            select(func.count()).where(
                Contribution.dialogue_id == dialogue.id,
                Contribution.state == ContributionState.PUBLISHED,
                Contribution.answered_at.is_(None),
            )
        )
        states[str(dialogue.slug)] = dialogue.public_state(now, unanswered=bool(unanswered))
    return states


def test_the_command_loads_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo"])
    assert (first.exit_code, first.stdout, first.stderr) == (0, "demo loaded\n", "")
    before = rows()
    second = runner.invoke(args=["demo"])
    assert (second.exit_code, second.stdout) == (0, "demo already loaded\n")
    assert rows() == before


def test_it_tells_the_whole_story(app: Flask) -> None:
    assert loading.load(NOW)
    told = story.voices()
    found = {c.submission_key: c for c in session().scalars(select(Contribution))}
    assert len(found) == len(told.contributions)
    for voice in told.contributions:
        contribution = found[f"demo-{voice.id}"]
        assert contribution.state is voice.state, voice.id
        assert contribution.held_for == voice.held_for, voice.id
        if voice.state is ContributionState.PUBLISHED:
            assert bool(contribution.reviewed_at) == voice.reviewed, voice.id
        assert contribution.received_at < NOW
        assert contribution.channel is voice.channel
    assert {c.state for c in found.values()} == set(ContributionState)
    shown = func.count(Contribution.id)
    for thread, count in session().execute(
        select(Thread, shown)
        .outerjoin(
            Contribution,
            (Contribution.thread_id == Thread.id)
            & (Contribution.state == ContributionState.PUBLISHED),
        )
        .group_by(Thread.id)
    ):
        assert thread.shown_count == count


def test_the_dialogues_stand_where_they_should(app: Flask) -> None:
    loading.load(NOW)
    states = public_states(NOW)
    assert {slug: states[slug] for slug in ("brunflo", "torvalla", "lillsjon", "bokbuss")} == {
        "brunflo": PublicState.ANSWERED,
        "torvalla": PublicState.ANSWERED,
        "lillsjon": PublicState.ANSWERED,
        "bokbuss": PublicState.OVERDUE,
    }
    is_open = {slug for slug, state in states.items() if state is PublicState.OPEN}
    assert {"kollektivtrafik", "parker-i-torvalla", "fritt", "mal-2024-ledning"} <= is_open
    assert len([slug for slug in is_open if slug.startswith("mal-2024-")]) == 8
    changed = session().scalars(select(Dialogue).where(Dialogue.slug == "kollektivtrafik")).one()
    assert [change.field for change in changed.changes] == ["closes_at"]
    led = session().scalars(select(Dialogue).where(Dialogue.slug == "mal-2024-ledning")).one()
    assert led.committee.key == "valnamnden"


def test_the_answers_are_published_and_one_waits(app: Flask) -> None:
    loading.load(NOW)
    responses = session().scalars(select(FeedbackResponse)).all()
    states = [response.state for response in responses]
    assert states.count(ResponseState.IN_REVIEW) == 1
    assert states.count(ResponseState.PUBLISHED) == len(states) - 1 == 7
    covers = session().scalars(select(FeedbackCover)).all()
    # the fifth, already_planned, stands in the one that waits
    assert {cover.use for cover in covers} == set(Use) - {Use.ALREADY_PLANNED}
    answered = session().scalars(
        select(Contribution.id).where(Contribution.answered_at.is_not(None))
    )
    assert set(answered) == {cover.contribution_id for cover in covers}


def test_every_role_has_an_account(app: Flask) -> None:
    loading.load(NOW)
    held = {a.email: {g.role for g in a.grants} for a in session().scalars(select(Account))}
    assert held["admin@example.org"] == {Role.ADMINISTRATOR}
    assert held["resident@example.org"] == set()
    assert held["reviewer@example.org"] == {Role.OFFICIAL}
    assert set(held) == {
        f"{who}@example.org"
        for who in (
            "facilitator", "facilitator2", "official", "reviewer", "facilitator-val",
            "official-val", "resident", "translator", "elected", "admin",
        )
    }  # fmt: skip


@pytest.mark.parametrize("after", [5, 60])
def test_a_load_that_broke_off_goes_on(
    app: Flask, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = loading._acts

    def broken(*values: object) -> list[object]:
        def stop() -> None:
            raise KeyboardInterrupt

        return [*acts(*values)[:after], stop]  # type: ignore[arg-type]  # passed on as they came

    with monkeypatch.context() as patch:
        patch.setattr(loading, "_acts", broken)
        with pytest.raises(KeyboardInterrupt):
            loading.load(NOW)
    session().rollback()
    assert loading.load(NOW + timedelta(minutes=1))
    resumed = rows()
    assert resumed["contribution"] == len(story.voices().contributions)
    assert resumed["feedback_response"] == len(story.voices().responses)
    assert resumed["dialogue"] == 15
    assert resumed["dialogue_change"] == 1
    assert resumed["account"] == len(story.CAST)
    assert not loading.load(NOW)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 12, 31, 23, 58, tzinfo=STOCKHOLM),
        datetime(2027, 1, 1, 0, 1, tzinfo=STOCKHOLM),
        datetime(2027, 3, 28, 3, 30, tzinfo=STOCKHOLM),
    ],
)
def test_it_can_be_loaded_on_any_day(app: Flask, now: datetime) -> None:
    assert loading.load(now.astimezone(UTC))
    states = public_states(now)
    assert states["kollektivtrafik"] is PublicState.OPEN
    assert states["bokbuss"] is PublicState.OVERDUE
    latest = session().scalar(select(func.max(Event.at)))
    assert latest is not None
    assert latest <= now
    received = session().execute(select(Contribution.received_at, Contribution.shown_at))
    assert all(shown is None or came <= shown <= now for came, shown in received)
