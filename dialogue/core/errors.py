# SPDX-License-Identifier: EUPL-1.2
"""What can be refused, and with which HTTP status it is answered.

DialogueError                500
├── Forbidden                403  the actor may not do this
├── NotFound                 404  missing, hidden or outside one's scope: all the same
├── Conflict                 409  the thing is not in a state that allows the act
│   ├── IllegalTransition    409  the lifecycle has no such step
│   └── Stale                409  somebody else changed it after the page was shown
├── Gone                     410  a link that was used or is too old
├── Invalid                  422  a value that cannot be accepted, per field
├── TooMany                  429  more than the limit allows
└── Busy                     503  the database could not be reached in time
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DialogueError(Exception):
    """Something was refused.  The message says what, in which state, and what would be allowed."""

    status = 500


class Forbidden(DialogueError):
    """The actor may not do this."""

    status = 403


class NotFound(DialogueError):
    """There is no such thing for this reader."""

    status = 404


class Conflict(DialogueError):
    """The thing is not in a state that allows the act."""

    status = 409


class IllegalTransition(Conflict):
    """A lifecycle has no step for this act from this state."""

    def __init__(self, state: StrEnum, act: StrEnum, allowed: list[StrEnum]) -> None:
        self.state, self.act, self.allowed = state, act, allowed
        possible = ", ".join(sorted(allowed)) or "nothing more"
        super().__init__(f"{act} is not possible while {state}; allowed: {possible}")


class Stale(Conflict):
    """Somebody else changed the thing after the page was shown."""


class Gone(DialogueError):
    """A link that was used or is too old."""

    status = 410


class Invalid(DialogueError):
    """Values that cannot be accepted: field name → sentence, already in the reader's language."""

    status = 422

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("; ".join(f"{field}: {text}" for field, text in faults.items()))


class TooMany(DialogueError):
    """More than the limit allows; `seconds` until the next try."""

    status = 429

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"try again in {seconds} seconds")


class Busy(DialogueError):
    """The database could not be reached in time; nothing was stored."""

    status = 503
