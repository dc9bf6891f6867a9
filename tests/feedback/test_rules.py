# SPDX-License-Identifier: EUPL-1.2
"""The rules of answers, on plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogue.core.errors import IllegalTransition
from dialogue.feedback.rules import (
    LIFECYCLES,
    Draft,
    Fault,
    ResponseAct,
    ResponseSize,
    ResponseState,
    Selection,
    Use,
    cover_fault,
    cover_faults,
    default_size,
    draft_faults,
    may_publish,
    text_faults,
)

RECEIVERS = {"region"}


def draft(**more: Any) -> Draft:
    return replace(Draft(ResponseSize.FULL, "Ljus", "Ebba", decided="Ja."), **more)


def test_a_short_response_is_never_submitted_and_a_full_one_never_skips_review() -> None:
    with pytest.raises(IllegalTransition):
        LIFECYCLES[ResponseSize.SHORT].after(ResponseState.DRAFT, ResponseAct.SUBMIT)
    with pytest.raises(IllegalTransition):
        LIFECYCLES[ResponseSize.FULL].after(ResponseState.DRAFT, ResponseAct.PUBLISH)


def test_only_a_full_response_needs_another_publisher() -> None:
    full, short = ResponseSize.FULL, ResponseSize.SHORT
    assert not may_publish(size=full, author_ids={1}, publisher_id=1)
    assert not may_publish(size=full, author_ids={2, 1}, publisher_id=1)
    assert may_publish(size=full, author_ids={1}, publisher_id=2)
    assert may_publish(size=full, author_ids={None}, publisher_id=None)
    assert may_publish(size=short, author_ids={1}, publisher_id=1)


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        (Selection(1), ("covers", Fault.USE)),
        (Selection(1, Use.NOT_USED), ("reason", Fault.REASON)),
        (Selection(1, Use.NOT_USED, reason="Pengarna är slut."), None),
        (Selection(1, Use.PASSED_ON), ("receiver", Fault.RECEIVER)),
        (Selection(1, Use.PASSED_ON, receiver="nobody"), ("receiver", Fault.RECEIVER)),
        (Selection(1, Use.PASSED_ON, receiver="region"), None),
        (Selection(1, Use.PARTLY), None),
    ],
)
def test_a_cover_needs_its_use_reason_and_receiver(
    chosen: Selection, fault: tuple[str, Fault] | None
) -> None:
    assert cover_fault(chosen, RECEIVERS) == fault


def test_something_must_be_covered() -> None:
    assert list(cover_faults([], RECEIVERS)) == [("covers", Fault.NOTHING_COVERED)]


def test_a_full_response_has_three_texts_and_a_short_one_has_one() -> None:
    assert [name for name, _ in text_faults(ResponseSize.FULL, "", "", "")] == [
        "decided", "said", "connection",
    ]  # fmt: skip
    assert [name for name, _ in text_faults(ResponseSize.SHORT, "", "", "")] == ["decided"]
    assert not list(text_faults(ResponseSize.SHORT, "", "Ja.", ""))


def test_a_draft_needs_only_title_and_signature() -> None:
    assert not list(draft_faults(draft(decided=""), RECEIVERS))
    found = list(draft_faults(draft(title="", signature=""), RECEIVERS))
    assert found == [("title", Fault.TITLE), ("signature", Fault.SIGNATURE)]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"title": "x" * 301}, ("title", Fault.TOO_LONG)),
        ({"said": "x" * 20_001}, ("said", Fault.TOO_LONG)),
        ({"url": "javascript:alert(1)"}, ("url", Fault.URL)),
        ({"url": "ftp://example.org"}, ("url", Fault.URL)),
        ({"size": ResponseSize.SHORT, "said": "Ni."}, ("said", Fault.SHORT_HAS_PARTS)),
        ({"size": ResponseSize.SHORT, "section": "§ 4"}, ("case_number", Fault.SHORT_HAS_DECISION)),
        (
            {"covers": [Selection(7, Use.PARTLY, receiver="nobody")]},
            ("receiver-7", Fault.RECEIVER),
        ),
    ],
)
def test_what_can_never_be_stored(more: dict[str, object], fault: tuple[str, Fault]) -> None:
    assert list(draft_faults(draft(**more), RECEIVERS)) == [fault]


def test_limits_are_counted_in_code_points_and_reached_exactly() -> None:
    assert not list(draft_faults(draft(title="å" * 300, decided="😀" * 20_000), RECEIVERS))


def test_short_is_offered_for_one_contribution_in_a_standing_dialogue() -> None:
    assert default_size([True]) is ResponseSize.SHORT
    for standing in ([], [False], [True, True]):
        assert default_size(standing) is ResponseSize.FULL
