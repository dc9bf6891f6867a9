# SPDX-License-Identifier: EUPL-1.2
"""`deliver`: send what is due now.  `worker`: do so until told to stop."""

from __future__ import annotations

import signal
import threading
import time

import click
import structlog
from sqlalchemy.exc import DBAPIError

from dialogue.core.database import db, session
from dialogue.notifications.delivery import deliver as deliver_due

POLL_SECONDS = 1.0
#: A digest comes once a week: looking for those that are due can wait so long.
DIGEST_SECONDS = 60.0
log = structlog.get_logger()


@click.command("deliver")
def deliver() -> None:
    """Send every mail that is due, once, and say how it went."""
    done = deliver_due()
    click.echo(f"sent={done.sent} failed={done.failed} waiting={done.waiting}")


@click.command("worker")
def worker() -> None:
    """Deliver mails as they come, until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    next_digests = 0.0
    while not stop.is_set():
        now = time.monotonic()
        digests = now >= next_digests
        try:
            deliver_due(stopping=stop.is_set, digests=digests)
            next_digests = now + DIGEST_SECONDS if digests else next_digests
        except DBAPIError as error:
            # The database is busy or away: nothing is lost, the rows wait.
            session().rollback()
            log.warning("worker_waits", kind=type(error).__name__)
        db.session.remove()
        stop.wait(POLL_SECONDS)
