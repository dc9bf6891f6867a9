# SPDX-License-Identifier: EUPL-1.2
"""What every import has in common on the command line: reading the file, counting, refusing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.acts import Counts
from dialogue.core.errors import Invalid
from dialogue.goals.importing import PlanError

#: So many faults are told one by one: whoever has more mends these first.
FAULTS_TOLD = 100

#: The argument FILE; one that is not there is wrong usage (2).
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def dry_run(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --dry-run."""
    return click.option("--dry-run", is_flag=True, help="Only say what would change.")(command)


def start_of(file: Path, limit: int) -> bytes:
    """The file, or so much of it that it is seen to be larger than `limit` bytes."""
    with file.open("rb") as opened:
        return opened.read(limit + 1)


@contextmanager
def refusals() -> Iterator[None]:
    """Say on stderr why a file is refused, a line for each fault, and end with 1."""
    try:
        yield
    except PlanError as refused:
        for fault in refused.faults[:FAULTS_TOLD]:
            click.echo(str(fault), err=True)
        if (more := len(refused.faults) - FAULTS_TOLD) > 0:
            click.echo(f"and {more} more", err=True)
        raise click.exceptions.Exit(1) from None
    except IntegrityError:
        said = "something else was stored in the same moment, and nothing of this: try once more"
        raise click.ClickException(said) from None
    except (Invalid, OSError) as refused:
        raise click.ClickException(str(refused)) from None


def tell(counts: Counts) -> None:
    """Say what came of the rows."""
    click.echo(" ".join(f"{word}={n}" for word, n in zip(Counts._fields, counts, strict=True)))
