# SPDX-License-Identifier: EUPL-1.2
"""The two programs that everything is compared with.

`hello`: what Flask costs that does nothing.  `limit`: the same page of contributions straight from
the table, and a bare INSERT; no session, no token, no translation, no layout.  Neither knows the
application, so that a change in it never moves the anchors.
"""

from __future__ import annotations

import json
import os
import secrets
from typing import Any

from flask import Flask, Response, request
from jinja2 import Environment
from sqlalchemy import (
    Engine,
    String,
    bindparam,
    column,
    create_engine,
    event,
    select,
    table,
)

PER_PAGE = 20
PAGE = """<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>Synpunkter</title></head>
<body>
<main>
{% for root in roots %}
  <article id="{{ root.id }}">
    <p>{{ root.name or "Någon" }} {{ root.received_at }}</p>
    {{ root.body_html|safe }}
    {% for reply in replies[root.id] %}
      <article id="{{ reply.id }}">
        <p>{{ reply.name or "Någon" }} {{ reply.received_at }}</p>
        {{ reply.body_html|safe }}
      </article>
    {% endfor %}
  </article>
{% endfor %}
</main>
</body>
</html>
"""


def hello() -> Flask:
    """One line of text."""
    app = Flask("hello")

    @app.get("/")
    def _hello() -> str:
        return "hello"

    return app


def limit() -> Flask:
    """A page of 20 contributions with replies, and a bare INSERT."""
    app = Flask("limit")
    engine = create_engine(
        os.environ["DIALOGUE_DATABASE_URL"], **json.loads(os.environ["BENCH_ENGINE"])
    )
    _like_the_application(engine)
    page = Environment(autoescape=True).from_string(PAGE)
    said = table(
        "contribution",
        *(column(name) for name in (
            "id", "thread_id", "parent_id", "name", "received_at", "body_html", "state",
            "shown_at", "reply_no",
        )),
    )  # fmt: skip
    shown = (said.c.id, said.c.parent_id, said.c.name, said.c.received_at, said.c.body_html)
    roots = (
        select(*shown)
        .where(
            said.c.thread_id == bindparam("thread"),
            said.c.parent_id.is_(None),
            said.c.shown_at.is_not(None),
            said.c.state == "published",
        )
        .order_by(said.c.shown_at, said.c.id)
        .limit(PER_PAGE)
    )
    replies = (
        select(*shown)
        .where(
            said.c.parent_id.in_(bindparam("roots", expanding=True)), said.c.state == "published"
        )
        .order_by(said.c.parent_id, said.c.reply_no)
    )
    bare = table("bench_bare", *(column(name, String) for name in ("id", "body", "at")))

    @app.get("/<int:thread>")
    def _page(thread: int) -> str:
        with engine.connect() as connection:
            top = connection.execute(roots, {"thread": thread}).all()
            under: dict[int, list[Any]] = {root.id: [] for root in top}
            for reply in connection.execute(replies, {"roots": list(under)}):
                under[reply.parent_id].append(reply)
        return page.render(roots=top, replies=under)

    @app.post("/")
    def _store() -> Response:
        row = {"id": secrets.token_hex(16), "body": request.form["body"], "at": "now"}
        with engine.connect().execution_options(writes=True) as connection:
            connection.execute(bare.insert(), row)
            connection.commit()
        return Response(status=303, headers={"Location": "/"})

    return app


def _like_the_application(engine: Engine) -> None:
    """The same durability, and the same way to begin."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
