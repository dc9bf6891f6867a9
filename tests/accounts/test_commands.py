# SPDX-License-Identifier: EUPL-1.2
"""The command line's accounts and links, and the bodies of the municipality's file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialogue.accounts import acts, commands
from dialogue.accounts.models import Account, Committee, SignInLink
from dialogue.core.access import ANYONE, OPERATOR, Role
from dialogue.core.database import session, transaction
from dialogue.core.errors import Forbidden
from dialogue.core.events import Event, EventKind, Outbox
from dialogue.core.municipality import Named
from tests import factories
from tests.page import Browser


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    done = app.test_cli_runner().invoke(args=list(words))
    return done.exit_code, done.stdout, done.stderr


def test_creating_an_account_twice_changes_nothing(app: Flask) -> None:
    factories.committee("valnamnden", "Valnämnden")
    line = ("account", "create", "Hanna@Example.org", "--role", "facilitator",
            "--committee", "valnamnden", "--name", "Hanna")  # fmt: skip
    first, second = run(app, *line), run(app, *line)
    assert first == (0, "created: hanna@example.org facilitator valnamnden\n", "")
    assert second == (0, "unchanged: hanna@example.org facilitator valnamnden\n", "")
    made = session().query(Account).one()
    assert (made.email, made.name) == ("hanna@example.org", "Hanna")
    assert [grant.role for grant in made.grants] == [Role.FACILITATOR]
    assert session().query(Event).filter_by(kind=EventKind.ACCOUNT_CREATED).count() == 1
    assert run(app, "account", "create", "hanna@example.org", "--role", "official")[:2] == (
        0, "changed: hanna@example.org official\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("a@example.org", "--role", "king"), 2),
        (("a@example.org", "--role", "anyone"), 2),
        (("a@example.org", "--role", "operator"), 2),
        (("a@example.org",), 2),
        (("no-address", "--role", "official"), 2),
        (("a@example.org", "--role", "official", "--committee", "nowhere"), 1),
    ],
)
def test_a_wrong_role_address_or_committee_makes_nothing(
    app: Flask, words: tuple[str, ...], code: int
) -> None:
    exit_code, out, err = run(app, "account", "create", *words)
    assert (exit_code, out) == (code, "")
    assert err
    assert session().query(Account).count() == 0


def test_a_login_link_is_one_line_with_an_address_that_signs_in(
    app: Flask, browser: Browser
) -> None:
    who = factories.account("ebba@example.org")
    code, out, err = run(app, "login-link", "EBBA@example.org")
    assert (code, err) == (0, "")
    assert out.startswith("http://localhost/sv/konto/logga-in/")
    assert out.count("\n") == 1
    link = session().query(SignInLink).one()
    left = link.expires_at - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    assert session().query(Outbox).count() == 0
    path = out.strip().removeprefix("http://localhost")
    assert browser.submit(browser.get(path)).status == 303
    assert browser.get("/sv/konto").status == 200
    who.language = "sma"
    session().commit()
    code, out, _ = run(app, "login-link", who.email, "--minutes", "720")
    assert out.startswith("http://localhost/sma/konto/logga-in/")
    latest = session().query(SignInLink).order_by(SignInLink.id.desc()).first()
    assert latest is not None
    assert latest.expires_at - datetime.now(UTC) > timedelta(hours=11)


def test_a_login_link_for_nobody_is_refused_and_a_wrong_call_is_usage(app: Flask) -> None:
    code, out, err = run(app, "login-link", "nobody@example.org")
    assert (code, out) == (1, "")
    assert "nobody@example.org" in err
    assert run(app, "login-link")[0] == 2
    assert run(app, "login-link", "a@example.org", "--minutes", "0")[0] == 2


def test_a_closed_account_gets_neither_link_nor_role(app: Flask) -> None:
    who = factories.account("closed@example.org")
    who.closed_at = factories.NOW
    session().commit()
    assert run(app, "login-link", who.email)[0] == 1
    assert run(app, "account", "create", who.email, "--role", "official")[0] == 1


def test_only_who_manages_accounts_creates_them(app: Flask) -> None:
    official = factories.account(role=Role.OFFICIAL)
    for actor in (ANYONE, official.actor()):
        with pytest.raises(Forbidden):
            commands.create_account(actor, None, email="x@example.org")
    admin = factories.account(role=Role.ADMINISTRATOR)
    for actor in (OPERATOR, admin.actor()):
        commands.create_account(actor, None, email="x@example.org")


def test_nobody_signs_another_accounts_device_out(app: Flask) -> None:
    victim = factories.account()
    admin = factories.account(role=Role.ADMINISTRATOR)
    with pytest.raises(Forbidden):
        commands.sign_out(admin.actor(), victim, session_ids=[])


def test_committees_are_added_renamed_and_left(app: Flask) -> None:
    first = [Named(key="ks", name=factories.sv("KS")), Named(key="vn", name=factories.sv("VN"))]
    again = [Named(key="ks", name=factories.sv("Kommunstyrelsen")), first[1]]
    for named, counts in ((first, (2, 0, 0)), (again, (0, 1, 1)), (again, (0, 0, 2))):
        with transaction():
            assert acts.upsert_committees(named) == counts
    names = {row.key: row.name.sv for row in session().query(Committee)}
    assert names == {"ks": "Kommunstyrelsen", "vn": "VN"}
