# SPDX-License-Identifier: EUPL-1.2
"""The blueprint that every public page is registered on, and what its views share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from flask import Blueprint, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from dialogue.core.errors import NotFound
from dialogue.core.texts import Lazy
from dialogue.core.web.guards import instant
from dialogue.core.workdays import local_day

blueprint = Blueprint("pages", "dialogue.pages.views", url_prefix="/<lang:lang>")

Row = TypeVar("Row")


def today() -> date:
    """The day in Stockholm on which the page is asked for."""
    return local_day(instant())


def found(row: Row | None) -> Row:
    """What was looked for.  Raises NotFound, the same for what is missing and what is hidden."""
    if row is None:
        raise NotFound("there is no such thing for this reader")
    return row


def done(sentences: Mapping[str, Lazy]) -> Lazy | None:
    """What the last POST did, from `?klart=<word>`; an unknown word says nothing."""
    return sentences.get(request.args.get("klart", ""))


def moved_to(endpoint: str, **values: object) -> Response:
    """301 to the right address of something whose id was right."""
    return redirect(url_for(endpoint, **values), 301)  # type: ignore[arg-type]  # plain values
