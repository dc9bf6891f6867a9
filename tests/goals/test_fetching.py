# SPDX-License-Identifier: EUPL-1.2
"""`flask figures fetch`, against a small Kolada of the test's own on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from dialogue.core.database import session
from dialogue.core.municipality import municipality
from dialogue.goals.importing import fetching
from dialogue.goals.importing.tables import SIZE_LIMIT
from dialogue.goals.models import KeyFigure, KeyFigureValue
from dialogue.goals.rules import Sex
from tests import factories
from tests.conftest import SECRET

#: What the server answers to a path: status, header fields, body.
Said = tuple[int, dict[str, str], bytes]


class Kolada:
    """A server whose answers a test decides."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[str], Said] = lambda path: (404, {}, b"")
        kolada = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Answer as the test says."""
                kolada.asked.append(self.path)
                status, fields, body = kolada.answer(self.path)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **fields}.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/v3"

    def says(self, *entries: object, **more: object) -> Said:
        """An answer of these entries."""
        return 200, {}, json.dumps({"values": entries, "count": len(entries), **more}).encode()

    def close(self) -> None:
        """End the server."""
        self.server.shutdown()
        self.server.server_close()


def value(
    year: int, number: float | None, kpi: str = "N00945", municipality: str = "2380"
) -> object:
    measured = [{"gender": "T", "count": 1, "status": "", "value": number}]
    return {"kpi": kpi, "municipality": municipality, "period": year, "values": measured}


@pytest.fixture
def kolada(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kolada]:
    """A Kolada to ask, to which the settings point."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Kolada()
    settings = app.config["SETTINGS"].model_copy(update={"kolada_url": made.address})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def figures(app: Flask) -> None:
    """Two figures that Kolada has, and one that it does not have."""
    goal = factories.goal("aktivt-liv", 2024)
    for key, kpi in (("nojda", "N00945"), ("bad", "U07400"), ("egen", None)):
        session().add(
            KeyFigure(
                goal_id=goal.id, key=key, name=factories.sv(key), unit=factories.sv("%"), kolada=kpi
            )
        )
    session().commit()


def fetch(app: Flask, *options: str) -> Result:
    result = app.test_cli_runner().invoke(args=["figures", "fetch", *options])
    session().rollback()
    session().expire_all()
    return result


def stored() -> list[tuple[str, int, Sex, str, float]]:
    rows = session().scalars(select(KeyFigureValue).order_by(KeyFigureValue.id))
    return [(row.figure.key, row.year, row.sex, row.area, row.value) for row in rows]


def refused(app: Flask, kolada: Kolada) -> str:
    """What is said when it does not go; nothing is stored."""
    result = fetch(app)
    assert (result.exit_code, result.stdout, stored()) == (1, "", [])
    assert result.stderr.startswith("Error: nothing is stored: ")
    return (
        result.stderr.strip()
        .removeprefix("Error: nothing is stored: ")
        .replace(kolada.address, "ADDRESS")
    )


def test_every_figure_with_an_id_is_asked_for(app: Flask, kolada: Kolada) -> None:
    def answer(path: str) -> Said:
        if "N00945" not in path:
            return kolada.says(value(2023, 5, "U07400"))
        if "page=2" not in path:
            return kolada.says(
                value(2021, 70.5), value(2021, 68, municipality="0000"),
                next_url=f"{kolada.address}/more?page=2&kpi=N00945",
            )  # fmt: skip
        return kolada.says(value(2022, 71), value(2023, None), next_url=None)

    kolada.answer = answer
    assert fetch(app, "--dry-run").stdout == "created=4 changed=0 unchanged=2\n"
    assert stored() == []
    result = fetch(app)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0, "created=4 changed=0 unchanged=2\n", "",
    )  # fmt: skip
    assert kolada.asked[:3] == [
        "/v3/data/kpi/N00945/municipality/0000,2380",
        "/v3/more?page=2&kpi=N00945",
        "/v3/data/kpi/U07400/municipality/0000,2380",
    ]
    assert sorted(stored()) == [
        ("bad", 2023, Sex.TOTAL, "", 5.0),
        ("nojda", 2021, Sex.TOTAL, "", 70.5),
        ("nojda", 2021, Sex.TOTAL, "Riket", 68.0),
        ("nojda", 2022, Sex.TOTAL, "", 71.0),
    ]
    assert fetch(app).stdout == "created=0 changed=0 unchanged=6\n"


def test_the_pages_of_the_older_interface_are_followed(app: Flask, kolada: Kolada) -> None:
    kolada.answer = lambda path: (
        kolada.says(value(2022, 1)) if "page" in path
        else kolada.says(value(2021, 1), next_page="/v2/page/2")
    )  # fmt: skip
    assert fetch(app).exit_code == 0
    assert [year for _, year, *_ in stored()] == [2021, 2022]


def test_the_next_page_is_never_asked_of_another_server(app: Flask, kolada: Kolada) -> None:
    here = kolada.address.removesuffix("/v3")
    for address in (
        "https://evil.example.org/2", "//evil.example.org/2", "http://127.0.0.1:1/2",
        here.replace("http:", "https:") + "/2", here.replace("127.0.0.1", "127.0.0.1@evil") + "/",
        "file:///etc/passwd", "http://[::1/", "http://127.0.0.1:99999/",
    ):  # fmt: skip
        kolada.answer = lambda path, to=address: kolada.says(value(2021, 1), next_url=to)  # type: ignore[misc]  # mypy cannot tell a default's type
        assert refused(app, kolada).startswith("the next page about N00945 is on another server")


def test_nobody_sends_us_on_to_another_server(app: Flask, kolada: Kolada) -> None:
    kolada.answer = lambda path: (302, {"Location": "http://192.0.2.1/"}, b"")
    assert refused(app, kolada) == "we are sent on to another server: http://192.0.2.1/"
    kolada.answer = lambda path: (302, {"Location": "file:///etc/passwd"}, b"")
    assert refused(app, kolada).endswith("answers 302")
    kolada.answer = lambda path: (
        kolada.says(value(2021, 1)) if path.endswith("?")
        or path == "/there" else (307, {"Location": "/there"}, b"")
    )  # fmt: skip
    assert fetch(app).exit_code == 0
    assert stored()


def test_pages_without_an_end_are_left(app: Flask, kolada: Kolada) -> None:
    kolada.answer = lambda path: kolada.says(next_url="/round")
    assert refused(app, kolada) == "the pages about N00945 have no end"
    kolada.asked.clear()
    kolada.answer = lambda path: kolada.says(next_url=f"/{len(kolada.asked)}")
    assert refused(app, kolada) == "the pages about N00945 have no end"
    assert len(kolada.asked) == fetching.PAGES


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((404, {}, b"no"), "ADDRESS/data/kpi/N00945/municipality/0000,2380 answers 404"),
        ((503, {}, b""), "ADDRESS/data/kpi/N00945/municipality/0000,2380 answers 503"),
        ((200, {}, b"<html>"), "the answer about N00945 cannot be used: row 1, file: this is not"),
        ((200, {}, b" " * (SIZE_LIMIT + 1)), f"the answer is larger than {SIZE_LIMIT} bytes"),
        (
            (200, {"Content-Length": "99"}, b'{"values": []}'),
            "ADDRESS broke off: 85 bytes are missing",
        ),
        ((200, {"Content-Length": "x"}, b"{"), "the answer about N00945 cannot be used: row 1"),
    ],
)
def test_what_goes_wrong_is_said_in_words(
    app: Flask, kolada: Kolada, monkeypatch: pytest.MonkeyPatch, said: Said, why: str
) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 1.0)
    kolada.answer = lambda path: said
    assert refused(app, kolada).startswith(why)


def test_a_fault_on_a_later_figure_stores_nothing_of_the_first(app: Flask, kolada: Kolada) -> None:
    kolada.answer = lambda path: (
        kolada.says(value(2021, 1)) if "N00945" in path else kolada.says(value(2021, 1, "X1"), 5)
    )  # fmt: skip
    assert refused(app, kolada) == (
        'the answer about U07400 cannot be used: row 1, entry 1 kpi: no key figure has the id "X1"'
        " in Kolada; give it to one (and 1 more)"
    )


def test_an_answer_that_does_not_come_is_not_waited_for(
    app: Flask, kolada: Kolada, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fetching.TIMEOUT == 20
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)

    def slow(path: str) -> Said:
        time.sleep(1)
        return kolada.says()

    kolada.answer = slow
    assert "timed out" in refused(app, kolada)
    monkeypatch.setattr(fetching, "PATIENCE", 0.0)
    kolada.answer = lambda path: kolada.says()
    assert refused(app, kolada) == "the answer took more than 0 seconds"


def test_a_server_that_is_away_is_said_so(app: Flask, kolada: Kolada) -> None:
    kolada.close()
    assert refused(app, kolada).startswith("ADDRESS cannot be reached: ")


def test_without_ids_there_is_nothing_to_ask(app: Flask, kolada: Kolada) -> None:
    for figure in session().scalars(select(KeyFigure)):
        figure.kolada = None
    session().commit()
    result = fetch(app)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: no key figure has an id in Kolada: import one with kolada\n"
    assert kolada.asked == []


def test_a_municipality_without_an_id_is_told_what_to_set(
    app: Flask, kolada: Kolada, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = municipality().model_copy(update={"kolada": None})
    monkeypatch.setitem(app.extensions["dialogue"], "municipality", nameless)
    result = fetch(app)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the municipality's file has no kolada" in result.stderr
    assert SECRET not in result.stderr


def test_many_municipalities_are_asked_for_a_few_at_a_time(
    app: Flask, kolada: Kolada, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = municipality()
    assert facts.kolada is not None
    there = facts.kolada.model_copy(update={"compare": {f"{n:04}": f"K{n}" for n in range(25)}})
    monkeypatch.setitem(
        app.extensions["dialogue"], "municipality", facts.model_copy(update={"kolada": there})
    )
    kolada.answer = lambda path: kolada.says()
    assert fetch(app).exit_code == 0
    assert [path.count(",") + 1 for path in kolada.asked] == [20, 6, 20, 6]
