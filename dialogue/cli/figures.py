# SPDX-License-Identifier: EUPL-1.2
"""`flask figures`: key figures from CSV, from a saved answer of Kolada's, or from Kolada itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from dialogue.accounts.acts import Counts
from dialogue.cli.importing import FILE, dry_run, refusals, start_of, tell
from dialogue.core.access import OPERATOR
from dialogue.core.municipality import municipality
from dialogue.goals import commands
from dialogue.goals.importing.fetching import FetchError, fetch
from dialogue.goals.importing.figures import FigureName, FigureRow, read_figures
from dialogue.goals.importing.kolada import Answer, KnownInKolada, read_answer
from dialogue.goals.importing.storing_followed import known_figures, put_figures
from dialogue.goals.importing.tables import SIZE_LIMIT
from dialogue.goals.models.followed import OWN_AREA


@click.group()
def figures() -> None:
    """Key figures: what is followed under the goals, year by year."""


@figures.command("import")
@click.argument("file", type=FILE)
@dry_run
@with_appcontext
def import_figures(file: Path, dry_run: bool) -> None:
    """Store the figures of FILE: an answer of Kolada's when its name ends in .json, else CSV."""
    now = datetime.now(UTC)
    with refusals():
        content = start_of(file, SIZE_LIMIT)
        rows: Collection[FigureRow]
        if file.suffix.lower() == ".json":
            answer = read_answer(content, known_in_kolada())
            _notes(answer)
            rows = answer.rows.values()
        else:
            rows = read_figures(content, known_figures())
        tell(_store(rows, dry_run, now))


@figures.command("fetch")
@dry_run
@with_appcontext
def fetch_figures(dry_run: bool) -> None:
    """Ask Kolada, at DIALOGUE_KOLADA_URL, for every figure that has an id there."""
    now = datetime.now(UTC)
    known = known_in_kolada()
    if not known.figures:
        raise click.ClickException("no key figure has an id in Kolada: import one with kolada")
    try:
        answer = fetch(current_app.config["SETTINGS"].kolada_url, known)
    except FetchError as failed:
        raise click.ClickException(f"nothing is stored: {failed}") from None
    answer.next_page = None
    _notes(answer)
    with refusals():
        tell(_store(answer.rows.values(), dry_run, now))


def known_in_kolada() -> KnownInKolada:
    """The stored figures that Kolada has, and the municipalities that the settings name.

    Raises ClickException where the settings name none.
    """
    there = municipality().kolada
    if there is None:
        raise click.ClickException(
            "the municipality's file has no kolada: add it with the municipality's id there"
        )
    found: dict[str, list[FigureName]] = {}
    for name, kolada in known_figures().figures.items():
        if kolada:
            found.setdefault(kolada, []).append(name)
    return KnownInKolada(found, {**there.compare, there.id: OWN_AREA})


def _store(rows: Collection[FigureRow], dry_run: bool, now: datetime) -> Counts:
    if dry_run:
        return put_figures(rows, write=False)
    return commands.import_figures(OPERATOR, None, figures=list(rows), at=now)


def _notes(answer: Answer) -> None:
    """Say what of an answer was not used."""
    if answer.left_out:
        entries = "1 entry" if answer.left_out == 1 else f"{answer.left_out} entries"
        said = f"left out {entries} of municipalities that the settings do not name"
        click.echo(said, err=True)
    if answer.next_page:
        click.echo("the answer goes on at a page that is not in the file", err=True)
