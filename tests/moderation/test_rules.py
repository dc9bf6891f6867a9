# SPDX-License-Identifier: EUPL-1.2
"""The rules of the desk, and that every ground has its words in every language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.languages import LOCALES
from dialogue.core.texts import in_locale
from dialogue.dialogues.rules.contribution import ContributionState as S
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.moderation.rules import DeskAct as A
from dialogue.moderation.rules import (
    Ground,
    may_be_moved_to,
    may_restore,
    possible_acts,
    stands_on_desk,
)
from dialogue.moderation.wording import GROUNDS, ground_sentence

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decided_by", "restorer", "minutes", "allowed"),
    [
        (1, 2, 100_000, True),
        (1, 1, 10, True),
        (1, 1, 11, False),
        (None, 1, 11, True),
        (1, None, 11, True),
    ],
)
def test_restoring_is_for_another_or_at_once(
    decided_by: int | None, restorer: int | None, minutes: int, allowed: bool
) -> None:
    later = NOW + timedelta(minutes=minutes)
    assert allowed is may_restore(
        decided_by=decided_by, decided_at=NOW, restorer=restorer, now=later
    )


@pytest.mark.parametrize(
    ("state", "was_read", "has_notice", "stands"),
    [
        (S.SUBMITTED, False, False, True),
        (S.HELD, True, False, True),
        (S.PUBLISHED, False, False, True),
        (S.PUBLISHED, True, True, True),
        (S.PUBLISHED, True, False, False),
        (S.REJECTED, False, True, False),
        (S.UNPUBLISHED, True, True, False),
        (S.WITHDRAWN, False, True, False),
    ],
)
def test_what_stands_on_the_desk(state: S, was_read: bool, has_notice: bool, stands: bool) -> None:
    assert stands_on_desk(state, was_read=was_read, has_notice=has_notice) is stands


@pytest.mark.parametrize(
    ("state", "was_read", "acts"),
    [
        (S.SUBMITTED, False, {A.APPROVE, A.REJECT, A.HOLD, A.MASK, A.MOVE}),
        (S.HELD, False, {A.APPROVE, A.REJECT, A.MASK, A.MOVE}),
        (S.PUBLISHED, False, {A.APPROVE, A.MASK, A.HOLD, A.UNPUBLISH, A.MOVE}),
        (S.PUBLISHED, True, {A.MASK, A.HOLD, A.UNPUBLISH, A.MOVE}),
        (S.REJECTED, False, {A.RESTORE}),
        (S.UNPUBLISHED, True, {A.RESTORE}),
        (S.WITHDRAWN, False, set()),
    ],
)
def test_what_is_offered_in_each_state(state: S, was_read: bool, acts: set[A]) -> None:
    offered = possible_acts(state, was_read=was_read, has_notice=False, has_findings=True)
    assert offered == acts
    without = possible_acts(state, was_read=was_read, has_notice=False, has_findings=False)
    assert without == acts - {A.MASK}


def test_only_an_announced_dialogue_takes_what_is_moved() -> None:
    assert [s for s in DialogueState if may_be_moved_to(s)] == [DialogueState.ANNOUNCED]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_ground_has_its_words(locale: str, app: Flask) -> None:
    assert list(GROUNDS) == list(Ground)
    with in_locale(locale):
        for ground in Ground:
            words = GROUNDS[ground]
            assert str(ground_sentence(ground)).endswith(".")
            assert str(words.law).endswith(".")
            assert str(words.label)
            assert str(words.suggestion)
