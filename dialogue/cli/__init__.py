# SPDX-License-Identifier: EUPL-1.2
"""The command line: results on stdout, errors on stderr; 0 done, 1 refused, 2 wrong usage.

One module a group; each gives a click command or group, which is listed here.  A refusal is
`click.ClickException` (exit 1) with one sentence that says what to do instead.
"""

from __future__ import annotations

import click
from flask import Flask

from dialogue.cli.account import account
from dialogue.cli.deliver import deliver, worker
from dialogue.cli.demo import demo
from dialogue.cli.figures import figures
from dialogue.cli.investments import investments
from dialogue.cli.login_link import login_link
from dialogue.cli.plan import plan
from dialogue.cli.progress import progress
from dialogue.cli.trace import trace

COMMANDS: tuple[click.Command, ...] = (
    account, demo, deliver, figures, investments, login_link, plan, progress, trace, worker,
)  # fmt: skip


def register(app: Flask) -> None:
    """Give the application its commands: `flask --app wsgi <name>`."""
    for command in COMMANDS:
        app.cli.add_command(command)
