# SPDX-License-Identifier: EUPL-1.2
"""`flask demo`: load the demo, once."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from dialogue.demo.loading import load
from dialogue.goals.importing import PlanError


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo: goals, dialogues, contributions, answers, one account a role."""
    try:
        loaded = load(datetime.now(UTC))
    except PlanError as refused:
        raise click.ClickException(f"the demo's goals do not fit here: {refused}") from None
    click.echo("demo loaded" if loaded else "demo already loaded")
