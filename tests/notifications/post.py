# SPDX-License-Identifier: EUPL-1.2
"""Mails in the folder, and the addresses in them; shared by the tests of following."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from dialogue.notifications.delivery import deliver


def mails(app: Flask) -> list[EmailMessage]:
    """Every mail that was sent, in the order of their numbers."""
    folder = Path(str(app.config["MAIL_URL"]).removeprefix("file:"))
    files = sorted(folder.glob("*.eml"), key=lambda path: int(path.stem))
    return [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in files]


def sent(app: Flask, at: datetime) -> list[EmailMessage]:
    """What is sent when the worker comes round at this time, and was not sent before."""
    before = len(mails(app))
    deliver(now=at)
    return mails(app)[before:]


def text(mail: EmailMessage) -> str:
    """What it says, white space folded."""
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def html(mail: EmailMessage) -> str:
    """The same as HTML."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def paths(mail: EmailMessage) -> list[str]:
    """The paths of the links in it."""
    return re.findall(r"http://localhost(/\S+)", text(mail))


def way_out(mail: EmailMessage) -> str:
    """The path that the mail program is given for ending it."""
    return urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path
