# SPDX-License-Identifier: EUPL-1.2
"""A contribution's lifecycle, and what may be said in it."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from dialogue.core.lifecycle import Lifecycle

BODY_LIMIT = 5_000
NAME_LIMIT = 80
ON_BEHALF_LIMIT = 120
#: How long words that were masked or changed are kept, sealed, before they are destroyed.
SEALED_DAYS = 30
#: How long after she sent it its author may change the words.
EDITING = timedelta(minutes=15)


class Channel(StrEnum):
    """How the words came."""

    COMMENT = "comment"
    SURVEY = "survey"
    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"


class ContributionState(StrEnum):
    """Where the contribution is."""

    SUBMITTED = "submitted"
    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    UNPUBLISHED = "unpublished"
    WITHDRAWN = "withdrawn"


class ContributionAct(StrEnum):
    """What changes where it is."""

    APPROVE = "approve"
    REJECT = "reject"
    MASK = "mask"
    HOLD = "hold"
    UNPUBLISH = "unpublish"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    MOVE = "move"


_S, _A = ContributionState, ContributionAct

LIFECYCLE: Lifecycle[ContributionState, ContributionAct] = Lifecycle(
    [_S.SUBMITTED, _S.HELD, _S.PUBLISHED],
    {
        (_S.SUBMITTED, _A.APPROVE): _S.PUBLISHED,
        (_S.SUBMITTED, _A.REJECT): _S.REJECTED,
        (_S.SUBMITTED, _A.MASK): _S.PUBLISHED,
        (_S.SUBMITTED, _A.HOLD): _S.HELD,
        (_S.SUBMITTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.HELD, _A.APPROVE): _S.PUBLISHED,
        (_S.HELD, _A.REJECT): _S.REJECTED,
        (_S.HELD, _A.MASK): _S.PUBLISHED,
        (_S.HELD, _A.WITHDRAW): _S.WITHDRAWN,
        # Approving what is shown already says that it has been read; `reviewed_at` guards once.
        (_S.PUBLISHED, _A.APPROVE): _S.PUBLISHED,
        (_S.PUBLISHED, _A.MASK): _S.PUBLISHED,
        (_S.PUBLISHED, _A.HOLD): _S.HELD,
        (_S.PUBLISHED, _A.UNPUBLISH): _S.UNPUBLISHED,
        (_S.PUBLISHED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.UNPUBLISHED, _A.RESTORE): _S.PUBLISHED,
        (_S.UNPUBLISHED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.REJECTED, _A.RESTORE): _S.PUBLISHED,
        (_S.REJECTED, _A.WITHDRAW): _S.WITHDRAWN,
        # Moving to another thread changes no state: address, receipt and clock live on.
        (_S.SUBMITTED, _A.MOVE): _S.SUBMITTED,
        (_S.HELD, _A.MOVE): _S.HELD,
        (_S.PUBLISHED, _A.MOVE): _S.PUBLISHED,
    },
)

#: States in which a contribution can be moved to another thread.
MOVABLE = frozenset(state for state in _S if _A.MOVE in LIFECYCLE.allowed(state))


class NotEditable(StrEnum):
    """Why its author cannot change the words of a contribution."""

    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    ANSWERED = "answered"
    LATE = "late"
    READ = "read"
    SHOWN = "shown"


def reason_not_editable(
    state: ContributionState,
    *,
    received: datetime,
    now: datetime,
    was_answered: bool,
    was_read: bool,
    reads_first: bool,
) -> NotEditable | None:
    """Why the words cannot be changed at `now`; None while they can, up to and with EDITING.

    `was_read`: a person has read or moved it, so that other words would not be those she judged.
    `reads_first`: nothing shows here that nobody has read, so what shows cannot become other words.
    """
    if state is _S.WITHDRAWN:
        return NotEditable.WITHDRAWN
    if state in (_S.REJECTED, _S.UNPUBLISHED):
        return NotEditable.REFUSED
    if was_answered:
        return NotEditable.ANSWERED
    if now - received > EDITING:
        return NotEditable.LATE
    if was_read:
        return NotEditable.READ
    return NotEditable.SHOWN if state is _S.PUBLISHED and reads_first else None


#: States in which the receipt can be mailed: an answer may still come, or has come.
MAILABLE = frozenset({_S.SUBMITTED, _S.HELD, _S.PUBLISHED})


def initial_state(*, findings: bool, read_first: bool) -> ContributionState:
    """Where a new contribution begins: the rules hold personal data, then the dialogue's mode."""
    if findings:
        return ContributionState.HELD
    return ContributionState.SUBMITTED if read_first else ContributionState.PUBLISHED


class Sort(StrEnum):
    """In which order a thread is read, as its address says it."""

    OLDEST = "aldst"
    NEWEST = "nyast"
    ANSWERED = "besvarade"

    @classmethod
    def of(cls, text: str | None) -> Sort:
        """The order that the address asks for; the oldest first when it asks for none of ours."""
        return next((sort for sort in cls if sort.value == text), cls.OLDEST)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 2**53


@dataclass(frozen=True)
class Cursor:
    """Where a page of a thread begins: `skip` places after the one with this time and id.

    Without a time the count is from the beginning.
    """

    moment: datetime | None = None
    identity: int = 0
    skip: int = 0

    def written(self, sort: Sort) -> str:
        """The cursor for an address: safe there, and for this order only."""
        micros = (self.moment - _EPOCH) // timedelta(microseconds=1) if self.moment else 0
        text = f"{sort.value}.{micros:x}.{self.identity:x}.{self.skip:x}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str | None, sort: Sort) -> Cursor:
    """The cursor of an address; the thread's beginning for what is no cursor of this order."""
    if not text or len(text) > 120:
        return Cursor()
    try:
        written = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        return Cursor()
    match = re.fullmatch(r"([a-z]+)\.([0-9a-f]{1,14})\.([0-9a-f]{1,14})\.([0-9a-f]{1,4})", written)
    if match is None or match[1] != sort.value:
        return Cursor()
    micros, identity, skip = (int(part, 16) for part in match.groups()[1:])
    if max(micros, identity) > _MOST:
        return Cursor()
    return Cursor(_EPOCH + timedelta(microseconds=micros) if micros else None, identity, skip)
