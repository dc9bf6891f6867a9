"""A contribution's lifecycle, and what may be said in it."""

from __future__ import annotations

from enum import StrEnum

from dialogue.core.lifecycle import Lifecycle

BODY_LIMIT = 5_000
NAME_LIMIT = 80
ON_BEHALF_LIMIT = 120


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
    },
)

#: States in which a contribution can be moved to another thread.
MOVABLE = frozenset({_S.SUBMITTED, _S.HELD, _S.PUBLISHED})


def initial_state(*, findings: bool, read_first: bool) -> ContributionState:
    """Where a new contribution begins: the rules hold personal data, then the dialogue's mode."""
    if findings:
        return ContributionState.HELD
    return ContributionState.SUBMITTED if read_first else ContributionState.PUBLISHED
