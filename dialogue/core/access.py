# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, on one page.  Pure: no database, no request.

A permission is granted to a role within a scope.  Scopes: ANYWHERE; COMMITTEE, where the thing
belongs to a committee of the role's; THINGS, where the thing is the actor's own.
An administrator is not a moderator and publishes no feedback: power over people and power over
words are kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be; everybody signed in is a resident, nobody at all is `anyone`."""

    ANYONE = "anyone"
    RESIDENT = "resident"
    FACILITATOR = "facilitator"
    OFFICIAL = "official"
    TRANSLATOR = "translator"
    ELECTED = "elected"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    OPERATOR = "operator"


#: The roles that an account can be given.
GIVEN_ROLES = (Role.FACILITATOR, Role.OFFICIAL, Role.TRANSLATOR, Role.ELECTED, Role.ADMINISTRATOR)


class Scope(StrEnum):
    """How far a permission reaches."""

    ANYWHERE = "anywhere"
    COMMITTEE = "committee"
    THINGS = "things"


class Permission(StrEnum):
    """One for each kind of act; commands and guarded views name the one they need."""

    CONTRIBUTE = "contribute"
    CONTRIBUTION_OWN = "contribution_own"
    NOTICE_GIVE = "notice_give"
    BARRIER_REPORT = "barrier_report"
    SIGN_IN = "sign_in"
    ACCOUNT_USE = "account_use"
    DIALOGUE_MANAGE = "dialogue_manage"
    CONTRIBUTION_MODERATE = "contribution_moderate"
    FEEDBACK_DRAFT = "feedback_draft"
    FEEDBACK_PUBLISH = "feedback_publish"
    BARRIERS_READ = "barriers_read"
    GOALS_MANAGE = "goals_manage"
    PROGRESS_REPORT = "progress_report"
    FOLLOW = "follow"
    DIGESTS_MAKE = "digests_make"
    PAGE_JUDGE = "page_judge"
    PAGE_VERDICTS_READ = "page_verdicts_read"
    ACCOUNTS_MANAGE = "accounts_manage"


_EVERYBODY = {
    Permission.CONTRIBUTE: Scope.ANYWHERE,
    Permission.CONTRIBUTION_OWN: Scope.THINGS,
    Permission.NOTICE_GIVE: Scope.ANYWHERE,
    Permission.BARRIER_REPORT: Scope.ANYWHERE,
    Permission.SIGN_IN: Scope.ANYWHERE,
    Permission.FOLLOW: Scope.ANYWHERE,
    Permission.PAGE_JUDGE: Scope.ANYWHERE,
}

GRANTS: dict[Role, dict[Permission, Scope]] = {
    Role.ANYONE: _EVERYBODY,
    Role.RESIDENT: {**_EVERYBODY, Permission.ACCOUNT_USE: Scope.THINGS},
    Role.FACILITATOR: {
        Permission.DIALOGUE_MANAGE: Scope.COMMITTEE,
        Permission.CONTRIBUTION_MODERATE: Scope.COMMITTEE,
        Permission.PAGE_VERDICTS_READ: Scope.ANYWHERE,
    },
    Role.OFFICIAL: {
        Permission.FEEDBACK_DRAFT: Scope.COMMITTEE,
        Permission.FEEDBACK_PUBLISH: Scope.COMMITTEE,
        Permission.PROGRESS_REPORT: Scope.COMMITTEE,
        Permission.PAGE_VERDICTS_READ: Scope.ANYWHERE,
    },
    Role.TRANSLATOR: {},
    Role.ELECTED: {},
    Role.ADMINISTRATOR: {
        Permission.BARRIERS_READ: Scope.ANYWHERE,
        Permission.GOALS_MANAGE: Scope.ANYWHERE,
        Permission.ACCOUNTS_MANAGE: Scope.ANYWHERE,
        Permission.PAGE_VERDICTS_READ: Scope.ANYWHERE,
    },
    # The rules themselves, acting on what came in and on the time of day.
    Role.SYSTEM: {
        Permission.CONTRIBUTION_MODERATE: Scope.ANYWHERE,
        Permission.DIGESTS_MAKE: Scope.ANYWHERE,
    },
    # The command line: whoever may run it may set the house up, and loads the demo.
    Role.OPERATOR: dict.fromkeys(Permission, Scope.ANYWHERE),
}


@dataclass(frozen=True)
class Whose:
    """Whom a thing belongs to; what is None does not narrow it."""

    committee_id: int | None = None
    account_id: int | None = None
    contribution_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: an account with its roles, or one of the actors below.

    `grants` holds (role, committee id or None for all committees).
    """

    grants: frozenset[tuple[Role, int | None]]
    account_id: int | None = None
    contribution_id: int | None = None
    name: str = ""
    language: str | None = None

    @property
    def signed_in(self) -> bool:
        """Whether there is an account behind this actor."""
        return self.account_id is not None


ANYONE = Actor(frozenset({(Role.ANYONE, None)}))
SYSTEM = Actor(frozenset({(Role.SYSTEM, None)}))
OPERATOR = Actor(frozenset({(Role.OPERATOR, None)}))


def holder(contribution_id: int) -> Actor:
    """Whoever holds a contribution's receipt: its author, without an account."""
    return Actor(frozenset({(Role.ANYONE, None)}), contribution_id=contribution_id)


def account_actor(
    account_id: int, name: str, language: str | None, given: set[tuple[Role, int | None]]
) -> Actor:
    """The actor behind an account; everybody signed in is a resident too."""
    grants = frozenset({(Role.RESIDENT, None), *given})
    return Actor(grants, account_id=account_id, name=name, language=language)


def may(actor: Actor, permission: Permission, whose: Whose) -> bool:
    """Whether `actor` may do what `permission` stands for to a thing that is `whose`."""
    for role, committee_id in actor.grants:
        match GRANTS[role].get(permission):
            case Scope.ANYWHERE:
                return True
            case Scope.COMMITTEE if committee_id is None or committee_id == whose.committee_id:
                return True
            case Scope.THINGS if _is_own(actor, whose):
                return True
    return False


def _is_own(actor: Actor, whose: Whose) -> bool:
    return (actor.account_id is not None and actor.account_id == whose.account_id) or (
        actor.contribution_id is not None and actor.contribution_id == whose.contribution_id
    )


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Whether some role of the actor's has the permission at all, whatever the thing."""
    return any(permission in GRANTS[role] for role, _ in actor.grants)


def committees_of(actor: Actor, permission: Permission) -> frozenset[int] | None:
    """The ids of the committees in which the actor has the permission; None means all."""
    ids: set[int] = set()
    for role, committee_id in actor.grants:
        scope = GRANTS[role].get(permission)
        if scope is Scope.ANYWHERE or (scope is Scope.COMMITTEE and committee_id is None):
            return None
        if scope is Scope.COMMITTEE and committee_id is not None:
            ids.add(committee_id)
    return frozenset(ids)
