# SPDX-License-Identifier: EUPL-1.2
"""Every acknowledged contribution is there once, whenever web and worker are killed."""

from __future__ import annotations

import email
import email.policy
import http.client
import re
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from dialogue.core.database import db, session
from dialogue.dialogues.models import Contribution, Receipt, Thread
from tests.conftest import DATABASES
from tests.journeys.server import FREE_PATH, Server, engine_url, fill

KILLS = 5
WRITERS = 4


@dataclass
class Load:
    """Residents who hardly pause; what the server acknowledged is kept: words → code."""

    port: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def write(self, who: int) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            words = f"Synpunkt {who}-{number}, skriven medan servern dör."
            with suppress(OSError, http.client.HTTPException):
                if code := self._send(words, f"w{who}-{number}@example.org"):
                    self.acknowledged[words] = code
            time.sleep(0.02)

    def _send(self, words: str, address: str) -> str | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("GET", FREE_PATH)
            page = connection.getresponse().read().decode()
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            if token is None:
                return None
            fields = {"csrf_token": token[1], "body": words, "email": address, "act": "send"}
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", FREE_PATH, urlencode(fields), headers)
            answer = connection.getresponse()
            found = re.search(r"/kvitto/([0-9A-Z-]+)", answer.headers.get("Location") or "")
            return found[1] if answer.status == 303 and found else None
        finally:
            connection.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", DATABASES)
def test_nothing_acknowledged_is_lost_or_doubled(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = engine_url(engine, request, tmp_path)
    app = fill(url, tmp_path)
    server = Server(url, tmp_path)
    load = Load(server.port)
    server.start()
    writers = [threading.Thread(target=load.write, args=(n,)) for n in range(WRITERS)]
    try:
        for writer in writers:
            writer.start()
        for kill in range(KILLS):
            time.sleep(0.4 + 0.15 * kill)
            server.kill()
            server.start()
        time.sleep(0.5)
    finally:
        load.stopping.set()
        for writer in writers:
            writer.join()
        server.kill()
    assert len(load.acknowledged) > KILLS * 2, "hardly anything was written: the load is broken"
    check_everything_is_there_once(app, load)
    check_everybody_is_told_once(app, server, load, tmp_path / "mail")


def check_everything_is_there_once(app: Flask, load: Load) -> None:
    with app.app_context():
        rows = session().query(Contribution.body, Receipt.code).join(Receipt).all()
        stored = Counter(body for body, _ in rows)
        codes = {str(body): code for body, code in rows}
        assert [words for words in load.acknowledged if stored[words] != 1] == []
        assert {w: codes[w] for w in load.acknowledged} == load.acknowledged
        thread = session().query(Thread).one()
        shown = session().query(Contribution).filter_by(state="published").count()
        assert thread.shown_count == shown
        db.session.remove()


def check_everybody_is_told_once(app: Flask, server: Server, load: Load, folder: Path) -> None:
    with app.app_context():
        # What was claimed by a killed worker waits for its lease to run out; do not wait with it.
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE notification SET leased_until = NULL")
        db.engine.dispose()
    server.run("deliver")
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in folder.glob("*.eml")
    ]
    told = Counter(str(mail["To"]) for mail in {m["Message-ID"]: m for m in mails}.values())
    assert max(told.values()) == 1
    assert len(told) >= len(load.acknowledged)
