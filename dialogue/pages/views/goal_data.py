# SPDX-License-Identifier: EUPL-1.2
"""A goal's numbers as CSV files: the same for everybody, like the pages that they belong to."""

from __future__ import annotations

from flask import Response
from werkzeug.utils import secure_filename

from dialogue.core.sheets import sheet
from dialogue.core.web.guards import public
from dialogue.goals.models import Goal
from dialogue.goals.queries import goal_by_key, investments_of, key_figures_on
from dialogue.pages.queries.goal import goal_here
from dialogue.pages.shown.picture import in_rows
from dialogue.pages.views.blueprint import blueprint, found, today


def _file(goal: Goal, name: str, content: bytes) -> Response:
    """A file to keep, named for its goal."""
    filename = secure_filename(f"{name}-{goal.plan.year}-{goal.key}.csv")
    return Response(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


@blueprint.get("/mal/<int:year>/<key>/siffror.csv")
@public(reading=True)
def goal_figures_csv(year: int, key: str) -> Response:
    """The key figures of a goal, a row a value, in the columns that the import reads."""
    goal = found(goal_by_key(year, key))
    head = ["plan", "goal", "key", "name", "unit", "target", "source", "kolada", "year", "sex",
            "area", "value"]  # fmt: skip
    rows = [
        (
            year, key, figure.key, figure.name.sv, figure.unit.sv, figure.target, figure.source,
            figure.kolada, value.year, value.sex.value, value.area, value.value,
        )
        for figure in key_figures_on([goal.id])
        for value in figure.values
    ]  # fmt: skip
    return _file(goal, "siffror", sheet(head, rows))


@blueprint.get("/mal/<int:year>/<key>/pengar.csv")
@public(reading=True)
def goal_money_csv(year: int, key: str) -> Response:
    """The investments under a goal, in the columns that the import reads; kronor."""
    goal = found(goal_by_key(year, key))
    rows = [(year, key, i.key, i.title.sv, i.year, i.amount) for i in investments_of(goal.id)]
    return _file(goal, "pengar", sheet(["plan", "goal", "key", "title", "year", "amount"], rows))


@blueprint.get("/mal/<int:year>/<key>/roda-traden.csv")
@public(reading=True)
def goal_thread_csv(year: int, key: str) -> Response:
    """The numbers of a goal's red thread, counted to the end."""
    here = found(goal_here(year, key, today(), counted=None))
    rows = [(name, words.striptags(), n) for name, words, n in in_rows(here.counts)]
    return _file(here.goal, "roda-traden", sheet(["key", "text", "count"], rows))
