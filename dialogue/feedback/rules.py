# SPDX-License-Identifier: EUPL-1.2
"""Rules of the municipality's answers: sizes, lifecycle, uses, what a response must hold.  Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dialogue.core.errors import Conflict
from dialogue.core.lifecycle import Lifecycle

#: Code points of one line (title, signature, a line to one contributor) and of a text.
LINE_LIMIT = 300
REASON_LIMIT = 2_000
TEXT_LIMIT = 20_000
_WEB_ADDRESS = re.compile(r"https?://[^\s/\\?#][^\s\\]*", re.IGNORECASE)


class ResponseSize(StrEnum):
    """Short: one text, published by its author.  Full: three parts, published by another."""

    SHORT = "short"
    FULL = "full"


class ResponseState(StrEnum):
    """Where the response is; a withdrawn one comes with a later issue."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


class ResponseAct(StrEnum):
    """What changes where it is."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"


class Use(StrEnum):
    """How a contribution was used (så användes det)."""

    LED_TO_CHANGE = "led_to_change"
    PARTLY = "partly"
    ALREADY_PLANNED = "already_planned"
    NOT_USED = "not_used"
    PASSED_ON = "passed_on"


class Fault(StrEnum):
    """What a response lacks, or has too much of; worded in wording.py."""

    TITLE = "title"
    SIGNATURE = "signature"
    SAID = "said"
    DECIDED = "decided"
    CONNECTION = "connection"
    SHORT_HAS_PARTS = "short_has_parts"
    SHORT_HAS_DECISION = "short_has_decision"
    NOTHING_COVERED = "nothing_covered"
    NOT_COVERABLE = "not_coverable"
    USE = "use"
    REASON = "reason"
    RECEIVER = "receiver"
    URL = "url"
    TOO_LONG = "too_long"
    RETURN_REASON = "return_reason"


LIFECYCLES: dict[ResponseSize, Lifecycle[ResponseState, ResponseAct]] = {
    ResponseSize.FULL: Lifecycle(
        [ResponseState.DRAFT],
        {
            (ResponseState.DRAFT, ResponseAct.SUBMIT): ResponseState.IN_REVIEW,
            (ResponseState.IN_REVIEW, ResponseAct.RETURN): ResponseState.DRAFT,
            (ResponseState.IN_REVIEW, ResponseAct.PUBLISH): ResponseState.PUBLISHED,
        },
    ),
    ResponseSize.SHORT: Lifecycle(
        [ResponseState.DRAFT], {(ResponseState.DRAFT, ResponseAct.PUBLISH): ResponseState.PUBLISHED}
    ),
}


@dataclass(frozen=True)
class Selection:
    """A contribution that a response is to cover; `use` may wait while it is a draft."""

    contribution_id: int
    use: Use | None = None
    line: str = ""
    reason: str = ""
    receiver: str = ""


@dataclass(frozen=True)
class Draft:
    """All that an official writes of a response, normalised already; texts in Swedish.

    `goals` and `assignments` are ids; the fields from `case_number` on are the decision.
    """

    size: ResponseSize
    title: str
    signature: str
    said: str = ""
    decided: str = ""
    connection: str = ""
    covers: Sequence[Selection] = field(default_factory=tuple)
    goals: Collection[int] = ()
    assignments: Collection[int] = ()
    case_number: str = ""
    body_name: str = ""
    decided_on: date | None = None
    section: str = ""
    url: str = ""

    @property
    def has_decision(self) -> bool:
        """Whether any fact of a formal decision is given."""
        facts = (self.case_number, self.body_name, self.decided_on, self.section, self.url)
        return any(facts)


class Uncoverable(Conflict):
    """Contributions that were chosen have left `published`, by id; nothing was stored."""

    def __init__(self, contribution_ids: Sequence[int]) -> None:
        self.contribution_ids = list(contribution_ids)
        super().__init__(f"not published any more: {_listed(contribution_ids)}")


class AlreadyCovered(Conflict):
    """A published response covers them already, by id; nothing was stored."""

    def __init__(self, contribution_ids: Sequence[int]) -> None:
        self.contribution_ids = list(contribution_ids)
        super().__init__(f"answered already: {_listed(contribution_ids)}")


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))


def may_publish(
    *, size: ResponseSize, author_ids: Collection[int | None], publisher_id: int | None
) -> bool:
    """A full response is published by another than its author and than whoever put the text
    forward; the command line may load any.
    """
    return size is ResponseSize.SHORT or publisher_id is None or publisher_id not in author_ids


def draft_faults(draft: Draft, receivers: Collection[str]) -> Iterator[tuple[str, Fault]]:
    """(field, fault) for what can never be stored, not even as a draft."""
    for name, fault in (("title", Fault.TITLE), ("signature", Fault.SIGNATURE)):
        if not getattr(draft, name):
            yield name, fault
    for name in ("title", "signature", "case_number", "body_name", "section"):
        if len(getattr(draft, name)) > LINE_LIMIT:
            yield name, Fault.TOO_LONG
    for name in ("said", "decided", "connection"):
        if len(getattr(draft, name)) > TEXT_LIMIT:
            yield name, Fault.TOO_LONG
    if draft.url and not _WEB_ADDRESS.fullmatch(draft.url):
        yield "url", Fault.URL
    if draft.size is ResponseSize.SHORT:
        for name in ("said", "connection"):
            if getattr(draft, name):
                yield name, Fault.SHORT_HAS_PARTS
        if draft.has_decision:
            yield "case_number", Fault.SHORT_HAS_DECISION
    for chosen in draft.covers:
        if chosen.receiver and chosen.receiver not in receivers:
            yield f"receiver-{chosen.contribution_id}", Fault.RECEIVER


def text_faults(
    size: ResponseSize, said: str, decided: str, connection: str
) -> Iterator[tuple[str, Fault]]:
    """(field, fault) for the texts that are missing when a response leaves its draft."""
    if not decided:
        yield "decided", Fault.DECIDED
    if size is ResponseSize.FULL:
        if not said:
            yield "said", Fault.SAID
        if not connection:
            yield "connection", Fault.CONNECTION


def cover_faults(
    covers: Collection[Selection], receivers: Collection[str]
) -> Iterator[tuple[str, Fault]]:
    """(field, fault) for what the covers lack when a response leaves its draft."""
    if not covers:
        yield "covers", Fault.NOTHING_COVERED
    for chosen in covers:
        if found := cover_fault(chosen, receivers):
            name, fault = found
            yield f"{name}-{chosen.contribution_id}", fault


def cover_fault(chosen: Selection, receivers: Collection[str]) -> tuple[str, Fault] | None:
    """What one cover lacks: a use, the reason for not_used, a known receiver for passed_on."""
    if chosen.use is None:
        return "covers", Fault.USE
    if chosen.use is Use.NOT_USED and not chosen.reason:
        return "reason", Fault.REASON
    if chosen.use is Use.PASSED_ON and chosen.receiver not in receivers:
        return "receiver", Fault.RECEIVER
    return None


def default_size(standing: Sequence[bool]) -> ResponseSize:
    """Short for one contribution in a standing dialogue, else full; `standing` is one a cover."""
    return ResponseSize.SHORT if list(standing) == [True] else ResponseSize.FULL


#: Below this many promises a share says more of chance than of us.
FEW_PROMISES = 5


def share_to_admit(kept: int, promised: int) -> int | None:
    """How many of a hundred promises were kept, rounded down, where more than a fifth were broken.

    None while at least 80 of 100 are kept, or too few promises have come due to say.
    """
    if promised < FEW_PROMISES or kept * 5 >= promised * 4:
        return None
    return kept * 100 // promised
