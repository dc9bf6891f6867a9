# SPDX-License-Identifier: EUPL-1.2
"""A receipt to keep: its address, as a picture for telephones, and the promised day as a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event
from markupsafe import Markup

from dialogue.core.municipality import municipality
from dialogue.core.qr import qr_svg
from dialogue.core.texts import current_locale, lang_of, lazy, plain
from dialogue.core.web.addresses import absolute_url
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import MAILABLE

_SUMMARY = lazy("Answer from %(municipality)s: your contribution")
_PICTURE = lazy("QR code with the address of the receipt")


@dataclass(frozen=True)
class Kept:
    """The receipt's whole address, and pictures of it: on the page, and on the printed slip."""

    address: str
    picture: Markup
    printed: Markup


def kept_of(code: str) -> Kept:
    """The receipt of a code, in the page's language."""
    address = absolute_url("pages.receipt", current_locale(), code=code)
    lang = lang_of(_PICTURE)
    title, other = str(_PICTURE), None if lang == current_locale() else lang
    return Kept(
        address,
        picture=qr_svg(address, title=title, lang=other),
        printed=qr_svg(address, title=title, lang=other, size="35mm"),
    )


def calendar_of(contribution: Contribution) -> tuple[str, bytes] | None:
    """(file name, iCalendar file) of the promised day; None when no answer is awaited.

    The same bytes each time, so that a calendar that has it already sees no change.
    """
    if contribution.state not in MAILABLE or contribution.answered_at is not None:
        return None
    code, locale = contribution.receipt.code, current_locale()
    address, day = absolute_url("pages.receipt", locale, code=code), local_day(contribution.due_at)
    here = municipality().name.best(locale)[1]
    event = Event()
    # The entry may be shared: what it is called must not be what opens the receipt.
    digest = hashlib.sha256(f"calendar {code}".encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@{urlsplit(address).hostname}")
    event.add("dtstamp", contribution.received_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", str(_SUMMARY % {"municipality": here}), {"LANGUAGE": lang_of(_SUMMARY)})
    event.add("description", f"{plain('Receipt code: %(code)s', code=code)}\n{address}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Dialogue//Receipt//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return f"svar-{day.isoformat()}.ics", calendar.to_ical()
