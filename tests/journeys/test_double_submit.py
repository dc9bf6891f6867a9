# SPDX-License-Identifier: EUPL-1.2
"""Ten identical requests at the same instant make one contribution, through real processes."""

from __future__ import annotations

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest

from dialogue.core.database import db, session
from dialogue.core.events import Event
from dialogue.dialogues.models import Contribution, Receipt, Thread
from tests.conftest import DATABASES
from tests.journeys.server import FREE_PATH, Server, engine_url, fill

AT_ONCE = 10
SAID = ("Ljus.", "Mer ljus.", "Mest ljus.")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def submit(server: Server, together: Barrier, data: dict[str, str]) -> tuple[int, str]:
    """(status, address) of one of them; all begin together."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.connect()
        together.wait()
        connection.request("POST", FREE_PATH, urlencode(data), FORM)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location") or answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("engine", DATABASES)
def test_ten_at_once_are_one_contribution_with_one_receipt(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = engine_url(engine, request, tmp_path)
    app, server = fill(url, tmp_path), Server(url, tmp_path, worker=False)
    server.start()
    try:
        page = server.read(FREE_PATH)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        answers = []
        for said in SAID:
            together = Barrier(AT_ONCE)
            data = {"csrf_token": token[1], "body": said, "email": "l@example.org", "act": "send"}
            with ThreadPoolExecutor(AT_ONCE) as pool:
                sent = [pool.submit(submit, server, together, data) for _ in range(AT_ONCE)]
            answers.append({one.result() for one in sent})
    finally:
        server.kill()
    with app.app_context():
        receipts = session().query(Receipt.code, Contribution.body).join(Contribution).all()
        places = {body: f"/sv/kvitto/{code}" for code, body in receipts}
        assert answers == [{(303, places[said])} for said in SAID]
        assert len(receipts) == session().query(Event).count() == 3
        assert session().query(Thread).one().shown_count == 0
        db.session.remove()
        db.engine.dispose()
