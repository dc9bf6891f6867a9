# SPDX-License-Identifier: EUPL-1.2
"""`flask login-link`: a sign-in link without a mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
from flask.cli import with_appcontext

from dialogue.accounts import commands, queries
from dialogue.accounts.rules import LINK_LIFE
from dialogue.accounts.tokens import sign_in_token
from dialogue.core.access import OPERATOR
from dialogue.core.errors import Conflict
from dialogue.core.languages import DEFAULT
from dialogue.core.web.addresses import absolute_url

MINUTES = int(LINK_LIFE.total_seconds()) // 60
A_WEEK = 7 * 24 * 60


@click.command("login-link")
@click.argument("email")
@click.option(
    "--minutes", default=MINUTES, show_default=True, type=click.IntRange(1, A_WEEK),
    help="How long the link can be used.",
)  # fmt: skip
@with_appcontext
def login_link(email: str, minutes: int) -> None:
    """Print a link with which the holder of EMAIL signs in, once."""
    account = queries.account_by_email(email)
    if account is None:
        raise click.ClickException(f"there is no account {email}; make one: flask account create")
    now = datetime.now(UTC)
    try:
        link = commands.make_sign_in_link(
            OPERATOR, account, expires_at=now + timedelta(minutes=minutes), at=now
        )
    except Conflict as refused:
        raise click.ClickException(str(refused)) from None
    language = account.language or DEFAULT
    token = sign_in_token(link.id)
    click.echo(absolute_url("accounts.sign_in_link", language, token=token))
