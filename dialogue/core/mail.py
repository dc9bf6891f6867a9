# SPDX-License-Identifier: EUPL-1.2
"""Mails: rendered in the recipient's language, handed to SMTP or written as files.

Header injection is impossible by construction: EmailMessage refuses line breaks in headers, and
the subject is one line.  Plain text first, HTML beside it.
"""

from __future__ import annotations

import os
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from email_validator import validate_email

SMTP_SECONDS = 20


class _OnOneLine(UnstructuredHeader, BaseHeader):
    """An address that no mail program would find if it were folded and encoded as words are."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it goes on the wire; ours are far shorter than the 998 that are allowed."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OnOneLine)
POLICY = SMTP.clone(header_factory=_HEADERS)


def wire_address(address: str) -> str:
    """The address as every mail server takes it: ASCII, its domain in punycode.

    Raises ValueError for one that cannot be written so; the name server is not asked.
    """
    found = validate_email(
        address, check_deliverability=False, allow_smtputf8=False, test_environment=True
    )
    return found.ascii_email or found.normalized


@dataclass(frozen=True)
class Mail:
    """One mail to one person.  `number` is the notification's id: it fixes the Message-ID."""

    number: int
    to: str
    sender_name: str
    sender_address: str
    reply_to: str
    subject: str
    text: str
    html: str
    language: str
    at: datetime
    host: str
    stop_url: str | None = None
    #: Whether a POST to `stop_url` ends it at once, without asking (RFC 8058).
    one_click: bool = False

    def message(self) -> EmailMessage:
        """The mail as it goes on the wire."""
        message = EmailMessage(policy=POLICY)
        message["Message-ID"] = f"<n{self.number}@{self.host}>"
        message["Date"] = format_datetime(self.at)
        message["From"] = Address(self.sender_name, addr_spec=self.sender_address)
        message["To"] = Address(addr_spec=wire_address(self.to))
        message["Reply-To"] = Address(addr_spec=self.reply_to)
        message["Subject"] = " ".join(self.subject.split())
        message["Auto-Submitted"] = "auto-generated"
        if self.stop_url:
            message["List-Unsubscribe"] = f"<{self.stop_url}>"
            if self.one_click:
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        # Last: setting the content takes every earlier Content- header away.
        message["Content-Language"] = self.language
        return message


def send(mail: Mail, url: str) -> None:
    """Hand a mail over: `file:<folder>` writes `<number>.eml`, `smtp://…` sends.

    Raises OSError or smtplib.SMTPException when it was not accepted.
    """
    if url.startswith("file:"):
        _write(mail, Path(url.removeprefix("file:")))
        return
    parts = urlsplit(url)
    with smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=SMTP_SECONDS) as server:
        if parts.username:
            server.starttls()
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail.message())


def _write(mail: Mail, folder: Path) -> None:
    """By temporary name and rename: a reader never sees half a mail."""
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"{mail.number}.eml"
    temporary = folder / f".{mail.number}.{os.getpid()}.tmp"
    temporary.write_bytes(mail.message().as_bytes())
    temporary.replace(final)
