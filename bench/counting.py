# SPDX-License-Identifier: EUPL-1.2
"""Queries and bytes of each page, one request at a time and never under load.

A process of its own: `{"paths": {name: path}, "visits": {name: path}}` on stdin, JSON on stdout.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from dialogue import create_app
from dialogue.core.database import db

#: What proxies usually compress with.
LEVEL = 6
#: What a browser fetches by itself; a link to a feed is only offered.
_LOADED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon|preload)"|script|img)[^>]*?\s(?:href|src)="(/[^"]+)"'
)


@dataclass(frozen=True)
class Page:
    """One page: statements that read or write, bytes as they are and compressed."""

    queries: int
    size: int
    compressed: int


@dataclass(frozen=True)
class Visit:
    """A first visit: the page with everything that it makes a browser fetch."""

    requests: int
    compressed: int


def count(app: Flask, asked: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What was asked for.  A page that is not there is left out."""
    statements: list[str] = []
    with app.app_context():

        @event.listens_for(db.engine, "before_cursor_execute")
        def _note(_c: Any, _u: Any, statement: str, _p: Any, _x: Any, _m: Any) -> None:
            if statement.split(None, 1)[0].upper() in (
                "SELECT",
                "WITH",
                "INSERT",
                "UPDATE",
                "DELETE",
            ):
                statements.append(statement)

    client = app.test_client()
    pages: dict[str, Any] = {}
    for name, path in asked["paths"].items():
        client.get(path)  # what is compiled once is no query
        statements.clear()
        answer = client.get(path)
        if answer.status_code == 200:
            body = answer.data
            pages[name] = asdict(Page(len(statements), len(body), _compressed(body)))
    visits = {name: asdict(_visit(client, path)) for name, path in asked["visits"].items()}
    return {"pages": pages, "visits": visits}


def _compressed(body: bytes) -> int:
    return len(gzip.compress(body, LEVEL, mtime=0))


def _visit(client: FlaskClient, path: str) -> Visit:
    page = client.get(path).data
    loaded = dict.fromkeys(_LOADED.findall(page.decode()))
    sizes = []
    for address in loaded:
        with client.get(address) as answer:
            sizes.append(_compressed(answer.data))
    return Visit(1 + len(loaded), _compressed(page) + sum(sizes))


def main() -> None:
    """Answer the one question."""
    sys.stdout.write(json.dumps(count(create_app(), json.load(sys.stdin))) + "\n")


if __name__ == "__main__":
    main()
