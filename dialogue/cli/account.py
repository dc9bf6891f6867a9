# SPDX-License-Identifier: EUPL-1.2
"""`flask account create`: give somebody an account and a role."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from dialogue.accounts import commands, queries
from dialogue.accounts.models import Account
from dialogue.accounts.rules import given_role
from dialogue.core.access import GIVEN_ROLES, OPERATOR, Role
from dialogue.core.errors import Conflict


@click.group()
def account() -> None:
    """Accounts and their roles."""


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        # An address that no mail server takes as ASCII could never be sent a link.
        found = validate_email(value.strip(), check_deliverability=False, allow_smtputf8=False)
        return found.normalized.lower()
    except EmailNotValidError as error:
        raise click.BadParameter(f"{value!r} is not an e-mail address: {error}") from None


@account.command()
@click.argument("email", callback=_address)
@click.option(
    "--role",
    required=True,
    type=click.Choice([Role.RESIDENT.value, *(role.value for role in GIVEN_ROLES)]),
    help="What the account may do; resident is everybody who can sign in.",
)
@click.option("--committee", metavar="KEY", help="Only for this committee; without it, for all.")
@click.option("--name", default="", help="The name that colleagues see.")
@with_appcontext
def create(email: str, role: str, committee: str | None, name: str) -> None:
    """Make an account for EMAIL, or add the role to it.  Twice changes nothing."""
    body = queries.committee_by_key(committee) if committee else None
    if committee and body is None:
        known = ", ".join(row.key for row in queries.committees()) or "none yet"
        raise click.ClickException(f"there is no committee {committee}; there are: {known}")
    before = _shape(queries.account_by_email(email))
    try:
        made = commands.create_account(
            OPERATOR, None, email=email, role=given_role(role),
            committee_id=body.id if body else None, name=name.strip(),
        )  # fmt: skip
    except Conflict as refused:
        raise click.ClickException(str(refused)) from None
    word = "created" if before is None else "unchanged" if before == _shape(made) else "changed"
    click.echo(f"{word}: {email} {role}{f' {committee}' if committee else ''}")


def _shape(row: Account | None) -> tuple[str, int] | None:
    """What a creation can change of an account."""
    return None if row is None else (row.name, len(row.grants))
