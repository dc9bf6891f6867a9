# SPDX-License-Identifier: EUPL-1.2
"""Every endpoint says who may come in, and what it says is true: a sweep over every route."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from dialogue.accounts.models import Account, RoleGrant, SignInLink
from dialogue.accounts.tokens import sign_in_token
from dialogue.core.access import GIVEN_ROLES, GRANTS, Permission, Role
from dialogue.core.database import session
from dialogue.core.web.guards import check_guard, guard_of, public, requires
from dialogue.notifications.shown import asked_of
from dialogue.notifications.tokens import confirm_token, stop_token
from tests import factories
from tests.conftest import make_settings
from tests.house.source import told
from tests.page import Browser

#: Flask's own endpoint, which gives files that are in the repository anyway.
NO_VIEW = {"static"}
#: Answers to a POST without a token: refused, or before that hidden or forbidden.
REFUSALS = [400, 403, 404]
#: The first box on the start and goal pages: it stores nothing, so it carries no token.
BOX = {"dialogues.write", "dialogues.write_free"}

Values = dict[str, object]


def unguarded(app: Flask) -> list[str]:
    """Endpoints without a guard."""
    with app.app_context():
        return [
            f"{name}: put @public, @public(reading=True) or @requires(Permission.…) above the view,"
            " below its route"
            for name in sorted(set(app.view_functions) - NO_VIEW)
            if guard_of(name) is None
        ]


def plausible() -> Values:
    """Rows that exist, by the names of converters, so that an open door is not just a 404."""
    goal = factories.goal("aktivt-liv")
    dialogue = factories.dialogue("en-dialog", goals=[goal], thread_slug="fragan")
    words = factories.contribution(dialogue.threads[0])
    answer = factories.response([words])
    link = SignInLink(
        account_id=factories.account().id, expires_at=datetime.now(UTC) + timedelta(minutes=15)
    )
    session().add(link)
    session().commit()
    asked = factories.follow(goal, asked=datetime.now(UTC), confirmed=None)
    return {
        "lang": "sv", "locale": "sv", "year": goal.plan.year, "key": goal.key,
        "assignment_id": factories.assignment(goal).id, "dialogue_id": dialogue.id,
        "contribution_id": words.id, "response_id": answer.id, "thread_slug": "fragan",
        "code": words.receipt.code, "token": sign_in_token(link.id), "filename": "css/dialogue.css",
        "slug": dialogue.slug or "", "page": f"dialoger/{dialogue.slug}",
        "stop_token": stop_token("a@example.org"),
        "confirm_token": confirm_token(asked_of(asked)),
    }  # fmt: skip


def address(rule: Rule, values: Values) -> str:
    """The rule's address with plausible values.  A name that is not known yet fails here."""
    missing = rule.arguments - set(values) - set(rule.defaults or {})
    assert not missing, f"{rule}: give plausible() in {__name__} a value for {sorted(missing)}"
    built = rule.build({name: values[name] for name in rule.arguments if name in values})
    assert built is not None, f"{rule}: plausible() in {__name__} gives values of the wrong type"
    return built[1]


def routes(app: Flask, method: str) -> Iterator[Rule]:
    """Every rule that takes the method, but the static files."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if method in (rule.methods or ()) and rule.endpoint not in NO_VIEW:
            yield rule


def guarded(app: Flask, method: str, who: Role) -> Iterator[Rule]:
    """The rules behind a permission that `who` does not have."""
    for rule in routes(app, method):
        guard = guard_of(rule.endpoint)
        if isinstance(guard, Permission) and guard not in GRANTS[who]:
            yield rule


def sweep(app: Flask, browser: Browser, values: Values, who: Role) -> list[str]:
    """Guarded routes that let `who` in, or answer her in another way than they ought to."""
    faults = []
    anonymous = who is Role.ANYONE
    expected = {
        "GET": {302, 403, 404} if anonymous else {403, 404},
        "POST": {403} if anonymous else {403, 404},
    }
    for method, statuses in expected.items():
        for rule in guarded(app, method, who):
            path = address(rule, values)
            page = browser.get(path) if method == "GET" else browser.post(path)
            if page.status not in statuses:
                faults.append(
                    f"{method} {path} answers {who} with {page.status}, not with"
                    f" {sorted(statuses)}: look at @requires on {rule.endpoint}"
                )
            elif page.status == 302 and "/konto/logga-in?till=" not in page.location:
                faults.append(f"GET {path} leads {who} to {page.location}, not to sign in")
    return faults


def without_token(app: Flask, browser: Browser, values: Values) -> list[str]:
    """POST routes that do something for a form that carries no token."""
    faults = []
    for rule in routes(app, "POST"):
        path = address(rule, values)
        page = browser.post(path, {"body": "Ljus", "email": "a@example.org", "act": "send"})
        if page.status not in REFUSALS:
            faults.append(
                f"POST {path} without a token answers {page.status}, not {REFUSALS}:"
                f" let {rule.endpoint} ask form.refusal() before it acts"
            )
        if rule.endpoint in BOX:
            page = browser.post(path, {"body": "Ljus", "act": "continue"})
            if page.status not in (200, 303):
                faults.append(
                    f"POST {path}: act=continue must do without a token, not {page.status}"
                )
    return faults


def everything() -> Account:
    """An account with every role, everywhere."""
    who = factories.account("alla@example.org")
    for role in GIVEN_ROLES:
        who.grants.append(RoleGrant(role=role))
    session().commit()
    return who


def unchecked(browser: Browser) -> Browser:
    """Without the page checks: the pages' own tests look at them."""
    browser.checks = False
    return browser


def test_every_endpoint_says_who_may_come_in(app: Flask) -> None:
    assert not unguarded(app), told(unguarded(app))


def test_somebody_anonymous_stands_before_every_guarded_route(app: Flask, browser: Browser) -> None:
    faults = sweep(app, unchecked(browser), plausible(), Role.ANYONE)
    assert not faults, told(faults)


def test_a_resident_stands_before_every_desk(app: Flask, browser: Browser) -> None:
    values = plausible()
    factories.sign_in(browser, factories.account("invanare@example.org"))
    faults = sweep(app, unchecked(browser), values, Role.RESIDENT)
    assert not faults, told(faults)


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_post_does_anything_without_a_token(
    app: Flask, browser: Browser, signed_in: bool
) -> None:
    values = plausible()
    if signed_in:
        factories.sign_in(browser, everything())
    faults = without_token(app, unchecked(browser), values)
    assert not faults, told(faults)


# Planted faults: each of the sweeps above can fail


def test_a_view_without_a_guard_is_found(app: Flask, tmp_path: Path) -> None:
    from dialogue import create_app

    planted = create_app(make_settings(f"sqlite:///{tmp_path / 'x.db'}", tmp_path))
    planted.add_url_rule("/open", "open", lambda: "in")
    assert [fault.split(":")[0] for fault in unguarded(planted)] == ["open"]


def test_a_guard_that_nobody_asks_is_found(app: Flask, browser: Browser) -> None:
    values, asked = plausible(), app.before_request_funcs[None]
    place = asked.index(check_guard)
    view = app.view_functions["accounts.barriers"]
    asked.remove(check_guard)
    app.view_functions["accounts.barriers"] = requires(Permission.BARRIERS_READ)(lambda: "in")
    try:
        for who in (Role.ANYONE, Role.RESIDENT):
            faults = sweep(app, unchecked(browser), values, who)
            assert any(f"/arbete/admin/brister answers {who} with 200" in f for f in faults)
    finally:
        asked.insert(place, check_guard)
        app.view_functions["accounts.barriers"] = view


def test_a_post_that_asks_for_no_token_is_found(app: Flask, browser: Browser) -> None:
    view = app.view_functions["accounts.ask_for_link"]
    app.view_functions["accounts.ask_for_link"] = public(lambda: "done")
    try:
        faults = without_token(app, unchecked(browser), plausible())
    finally:
        app.view_functions["accounts.ask_for_link"] = view
    assert any("/konto/logga-in without a token answers 200" in fault for fault in faults)
