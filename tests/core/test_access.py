# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: the table of the rules, cell by cell, for one's own body and another's."""

from __future__ import annotations

import pytest

from dialogue.core.access import (
    ANYONE,
    GIVEN_ROLES,
    OPERATOR,
    SYSTEM,
    Actor,
    Permission,
    Role,
    Whose,
    account_actor,
    committees_of,
    holder,
    may,
    may_somewhere,
)

P = Permission
OWN, OTHER = 1, 2
EVERYBODY = {
    P.CONTRIBUTE, P.NOTICE_GIVE, P.BARRIER_REPORT, P.SIGN_IN, P.FOLLOW, P.PAGE_JUDGE,
}  # fmt: skip

#: Role → what it may do to the things of its own body.
IN_OWN_BODY: dict[Role, set[Permission]] = {
    Role.RESIDENT: set(),
    Role.FACILITATOR: {P.DIALOGUE_MANAGE, P.CONTRIBUTION_MODERATE},
    Role.OFFICIAL: {P.FEEDBACK_DRAFT, P.FEEDBACK_PUBLISH, P.PROGRESS_REPORT},
    Role.TRANSLATOR: set(),
    Role.ELECTED: set(),
    Role.ADMINISTRATOR: set(),
}
#: Role → what it may do wherever.
ANYWHERE: dict[Role, set[Permission]] = {
    **dict.fromkeys(IN_OWN_BODY, EVERYBODY),
    Role.FACILITATOR: EVERYBODY | {P.PAGE_VERDICTS_READ},
    Role.OFFICIAL: EVERYBODY | {P.PAGE_VERDICTS_READ},
    Role.ADMINISTRATOR: EVERYBODY
    | {P.BARRIERS_READ, P.GOALS_MANAGE, P.ACCOUNTS_MANAGE, P.PAGE_VERDICTS_READ},
}


def somebody(role: Role, committee_id: int | None) -> Actor:
    """An account with one role."""
    given: set[tuple[Role, int | None]] = set()
    if role is not Role.RESIDENT:
        given.add((role, committee_id))
    return account_actor(7, "N", None, given)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", IN_OWN_BODY)
def test_every_cell_of_the_table_also_for_another_bodys_things(
    role: Role, permission: Permission
) -> None:
    narrow, wide = somebody(role, OWN), somebody(role, None)
    anywhere = permission in ANYWHERE[role]
    own = anywhere or permission in IN_OWN_BODY[role]
    assert may(narrow, permission, Whose(committee_id=OWN)) is own
    assert may(narrow, permission, Whose(committee_id=OTHER)) is anywhere
    assert may(narrow, permission, Whose()) is anywhere
    for whose in (Whose(committee_id=OWN), Whose(committee_id=OTHER)):
        assert may(wide, permission, whose) is own


@pytest.mark.parametrize("permission", Permission)
def test_anyone_has_what_needs_no_account_and_nothing_else(permission: Permission) -> None:
    for whose in (Whose(), Whose(committee_id=OWN), Whose(account_id=7), Whose(contribution_id=3)):
        assert may(ANYONE, permission, whose) is (permission in EVERYBODY)


def test_the_holder_of_a_receipt_has_her_own_contribution_and_no_other() -> None:
    assert may(holder(3), P.CONTRIBUTION_OWN, Whose(contribution_id=3))
    assert not may(holder(3), P.CONTRIBUTION_OWN, Whose(contribution_id=4))
    assert not may(holder(3), P.CONTRIBUTION_OWN, Whose())
    for permission in set(Permission) - EVERYBODY - {P.CONTRIBUTION_OWN}:
        assert not may(holder(3), permission, Whose(committee_id=OWN, contribution_id=3))


@pytest.mark.parametrize("role", IN_OWN_BODY)
def test_an_account_is_its_holders_alone_even_from_the_administrator(role: Role) -> None:
    for permission in (P.ACCOUNT_USE, P.CONTRIBUTION_OWN):
        assert may(somebody(role, None), permission, Whose(account_id=7))
        assert not may(somebody(role, None), permission, Whose(account_id=8))
        assert not may(somebody(role, None), permission, Whose())


def test_power_over_people_and_power_over_words_are_kept_apart() -> None:
    words = {P.DIALOGUE_MANAGE, P.CONTRIBUTION_MODERATE, P.FEEDBACK_DRAFT, P.FEEDBACK_PUBLISH}
    assert not any(may_somewhere(somebody(Role.ADMINISTRATOR, None), p) for p in words)
    people = {P.ACCOUNTS_MANAGE, P.GOALS_MANAGE, P.BARRIERS_READ}
    for role in set(IN_OWN_BODY) - {Role.ADMINISTRATOR}:
        assert not any(may_somewhere(somebody(role, None), p) for p in people)


def test_the_rules_themselves_moderate_and_gather_news_and_the_operator_may_all() -> None:
    rules = {P.CONTRIBUTION_MODERATE, P.DIGESTS_MAKE}
    assert {p for p in Permission if may(SYSTEM, p, Whose(OWN))} == rules
    assert all(may(OPERATOR, p, Whose(OWN)) for p in Permission)
    assert {Role.SYSTEM, Role.OPERATOR, Role.ANYONE}.isdisjoint(GIVEN_ROLES)


def test_which_bodies_a_list_may_show() -> None:
    narrow = account_actor(7, "N", None, {(Role.OFFICIAL, OWN), (Role.FACILITATOR, OTHER)})
    assert committees_of(narrow, P.FEEDBACK_DRAFT) == frozenset({OWN})
    assert committees_of(narrow, P.CONTRIBUTION_MODERATE) == frozenset({OTHER})
    assert committees_of(somebody(Role.OFFICIAL, None), P.FEEDBACK_DRAFT) is None
    assert committees_of(somebody(Role.OFFICIAL, None), P.DIALOGUE_MANAGE) == frozenset()
    both = account_actor(7, "N", None, {(Role.OFFICIAL, OWN), (Role.OFFICIAL, None)})
    assert committees_of(both, P.FEEDBACK_DRAFT) is None
