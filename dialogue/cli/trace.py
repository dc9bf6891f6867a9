# SPDX-License-Identifier: EUPL-1.2
"""`trace check`: is the red thread whole?"""

from __future__ import annotations

import click

from dialogue.pages.queries.trace import trace_counts, trace_faults


@click.group("trace")
def trace() -> None:
    """The red thread, from words to answer and back."""


@trace.command("check")
def check() -> None:
    """Prove that nothing was left behind: one line a fault and exit 1, or one line that says ok."""
    faults = list(trace_faults())
    for fault in faults:
        click.echo(f"{fault.kind} {fault.id}: {fault.sentence}")
    if faults:
        raise SystemExit(1)
    counts = trace_counts()
    click.echo(f"ok: {counts.contributions} contributions, {counts.responses} responses")
