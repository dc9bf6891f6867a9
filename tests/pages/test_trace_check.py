# SPDX-License-Identifier: EUPL-1.2
"""`flask trace check`: one line a fault, and exit 1."""

from __future__ import annotations

import re

from flask import Flask

from dialogue.core.access import SYSTEM
from dialogue.core.database import db, session
from dialogue.core.events import EventKind, Outbox, record
from dialogue.notifications.models import Notification
from tests import factories as make

LINE = re.compile(r"(?P<kind>[a-z_]+) (?P<id>\d+): (?P<sentence>.+)")


def faults(app: Flask) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of each line; none when it exits with 0."""
    done = app.test_cli_runner().invoke(args=["trace", "check"])
    assert done.stderr == ""
    if done.exit_code == 0:
        assert re.fullmatch(r"ok: \d+ contributions, \d+ responses\n", done.stdout)
        return []
    assert done.exit_code == 1
    lines = [LINE.fullmatch(line) for line in done.stdout.splitlines()]
    return [(found["kind"], found["id"], found["sentence"]) for found in lines if found]


def test_a_wrong_count_is_named_by_its_thread(app: Flask) -> None:
    thread = make.dialogue("a", goals=[make.goal("x")]).threads[0]
    assert faults(app) == []
    thread.shown_count = 7
    session().commit()
    ((kind, number, sentence),) = faults(app)
    assert (kind, number) == ("thread", str(thread.id))
    assert "published contributions" in sentence


def test_a_link_to_a_goal_that_is_gone_is_named(app: Flask) -> None:
    dialogue = make.dialogue("a", goals=[make.goal("x")])
    link = dialogue.links[0].id
    session().commit()
    on_sqlite = session().get_bind().dialect.name == "sqlite"
    off = "PRAGMA foreign_keys=OFF" if on_sqlite else "SET session_replication_role = replica"
    on = "PRAGMA foreign_keys=ON" if on_sqlite else "SET session_replication_role = DEFAULT"
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    for order in (off, "UPDATE dialogue_link SET goal_id = 999999", on):
        cursor.execute(order)
        raw.commit()
    raw.close()
    assert ("dialogue_link", str(link), "points to a goal that is not there") in faults(app)


def test_an_author_who_was_not_told_is_named_though_others_were(app: Flask) -> None:
    thread = make.dialogue("a", goals=[make.goal("x")]).threads[0]
    told = make.contribution(thread, email="Inga@example.org")
    forgotten = make.contribution(thread, email="elis@example.org")
    response = make.response([told, forgotten])
    event = record(EventKind.FEEDBACK_PUBLISHED, SYSTEM, response, at=make.NOW)
    session().flush()
    session().query(Outbox).filter_by(event_id=event.id).one().expanded_at = make.NOW
    session().add(
        Notification(
            event_id=event.id, person="e:inga@example.org", address="inga@example.org",
            language="sv", sent_at=make.NOW,
        )
    )  # fmt: skip
    session().commit()
    never = "has an answer, but its author was never told"
    named = [number for _kind, number, sentence in faults(app) if sentence == never]
    assert named == [str(forgotten.id)]
