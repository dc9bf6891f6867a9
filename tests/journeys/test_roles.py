# SPDX-License-Identifier: EUPL-1.2
"""Role × route, as a table: what each role gets at each guarded page and for each act.

`OWN` is an object of Valnämnden, `OTHER` one of Kommunstyrelsen; -val are the roles that hold for
Valnämnden alone.  Every cell has an object of its own, and every POST a token of the reader's.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask

from dialogue.core.access import Permission, Role
from dialogue.core.database import session
from dialogue.core.events import Event
from dialogue.core.web.guards import guard_of
from tests import factories as make
from tests.journeys.acts import Subject, fields, subject
from tests.page import Browser

ROLES: dict[str, tuple[Role | None, bool]] = {
    "anonym": (None, False), "boende": (None, False),
    "ledare": (Role.FACILITATOR, False), "ledare-val": (Role.FACILITATOR, True),
    "svarar": (Role.OFFICIAL, False), "svarar-val": (Role.OFFICIAL, True),
    "översätter": (Role.TRANSLATOR, False), "vald": (Role.ELECTED, False),
    "admin": (Role.ADMINISTRATOR, False),
}  # fmt: skip
NAMES = list(ROLES)

TABLE = """
                                      anonym boende ledare ledare-val svarar svarar-val översätter vald admin
GET  konto                               302    200    200        200    200        200        200  200   200
GET  konto/logga-ut                      302    200    200        200    200        200        200  200   200
POST konto/logga-ut                      403    303    303        303    303        303        303  303   303
GET  arbete/admin/brister                302    403    403        403    403        403        403  403   200
GET  arbete/sidor                        302    403    200        200    200        200        403  403   200

GET  arbete/dialoger                     302    403    200        200    403        403        403  403   403
GET  arbete/dialoger/ny                  302    403    200        200    403        403        403  403   403
POST arbete/dialoger/ny OWN save         403    403    303        303    403        403        403  403   403
POST arbete/dialoger/ny OTHER save       403    403    303        422    403        403        403  403   403
GET  arbete/dialoger/OWN                 302    403    200        200    403        403        403  403   403
GET  arbete/dialoger/OTHER               302    403    200        404    403        403        403  403   403
POST arbete/dialoger/OWN save            403    403    303        303    403        403        403  403   403
POST arbete/dialoger/OTHER save          403    403    303        404    403        403        403  403   403
POST arbete/dialoger/OWN announce        403    403    303        303    403        403        403  403   403
POST arbete/dialoger/OTHER announce      403    403    303        404    403        403        403  403   403
POST arbete/dialoger/OWN close           403    403    303        303    403        403        403  403   403
POST arbete/dialoger/OTHER close         403    403    303        404    403        403        403  403   403
POST arbete/dialoger/OWN cancel          403    403    303        303    403        403        403  403   403
POST arbete/dialoger/OTHER cancel        403    403    303        404    403        403        403  403   403

GET  arbete/moderering                   302    403    200        200    403        403        403  403   403
GET  arbete/moderering/OWN               302    403    200        200    403        403        403  403   403
GET  arbete/moderering/OTHER             302    403    200        404    403        403        403  403   403
POST arbete/moderering/OWN approve       403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER approve     403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN mask          403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER mask        403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN reject        403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER reject      403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN hold          403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER hold        403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN unpublish     403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER unpublish   403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN restore       403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER restore     403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN move          403    403    303        303    403        403        403  403   403
POST arbete/moderering/OTHER move        403    403    303        404    403        403        403  403   403
POST arbete/moderering/OWN move-away     403    403    303        422    403        403        403  403   403

GET  arbete/aterkoppling                 302    403    403        403    200        200        403  403   403
GET  arbete/aterkoppling/ny              302    403    403        403    200        200        403  403   403
POST arbete/aterkoppling/ny OWN save     403    403    403        403    303        303        403  403   403
POST arbete/aterkoppling/ny OTHER save   403    403    403        403    303        422        403  403   403
GET  arbete/aterkoppling/OWN             302    403    403        403    200        200        403  403   403
GET  arbete/aterkoppling/OTHER           302    403    403        403    200        404        403  403   403
POST arbete/aterkoppling/OWN save        403    403    403        403    303        303        403  403   403
POST arbete/aterkoppling/OTHER save      403    403    403        403    303        404        403  403   403
POST arbete/aterkoppling/OWN submit      403    403    403        403    303        303        403  403   403
POST arbete/aterkoppling/OTHER submit    403    403    403        403    303        404        403  403   403
POST arbete/aterkoppling/OWN return      403    403    403        403    303        303        403  403   403
POST arbete/aterkoppling/OTHER return    403    403    403        403    303        404        403  403   403
POST arbete/aterkoppling/OWN publish     403    403    403        403    303        303        403  403   403
POST arbete/aterkoppling/OTHER publish   403    403    403        403    303        404        403  403   403
POST arbete/aterkoppling/OWN publish-own 403    403    403        403    403        403        403  403   403

GET  arbete/uppfoljning                  302    403    403        403    200        200        403  403   403
GET  arbete/uppfoljning/OWN              302    403    403        403    200        200        403  403   403
GET  arbete/uppfoljning/OTHER            302    403    403        403    200        404        403  403   403
POST arbete/uppfoljning/OWN save         403    403    403        403    303        303        403  403   403
POST arbete/uppfoljning/OTHER save       403    403    403        403    303        404        403  403   403

POST dialoger/SLUG/fragan/skriv          303    303    303        303    303        303        303  303   303
POST synpunkter/PUBLIC/anmal              303    303    303        303    303        303        303  303   303
POST kvitto/CODE/ta-tillbaka             303    303    303        303    303        303        303  303   303
POST kvitto/CODE/ta-bort-namn            303    303    303        303    303        303        303  303   303
POST kvitto/CODE/sluta-mejla             303    303    303        303    303        303        303  303   303
POST kvitto                              303    303    303        303    303        303        303  303   303
POST tillganglighet/rapportera           303    303    303        303    303        303        303  303   303
"""  # noqa: E501 - a table is read along its rows

ROWS = [line for line in TABLE.splitlines() if line.strip()]
assert ROWS[0].split() == NAMES, "the table's head names the roles"


def row(line: str) -> tuple[str, str, Subject, list[int]]:
    """(method, path, what it is done to, status for each role)."""
    *what, statuses = re.split(r"(?<=\S)\s+(?=\d{3}(?:\s+\d{3})*$)", line, maxsplit=1)
    method, path, *rest = what[0].split()
    where = next((word for word in ("OWN", "OTHER") if word in what[0].split()), "")
    act = rest[-1] if rest else ""
    is_other = "OTHER" in line
    return method, path, Subject(path, act, is_other, bool(where)), list(map(int, statuses.split()))


def visitor(app: Flask, role: str) -> Browser:
    """Somebody in this role."""
    browser = Browser(app, checks=False)
    given, only_val = ROLES[role]
    if role == "anonym":
        return browser
    body = make.committee("valnamnden", "Valnämnden") if only_val else None
    return make.sign_in(browser, make.account(role=given, body=body, name=role))


def token(browser: Browser) -> str:
    """A token of the reader's, from a page that everybody may open."""
    page = browser.get("/sv/tillganglighet/rapportera")
    return page.all("input", name="csrf_token")[0].get("value", "")


def happened() -> int:
    """How much has happened at all."""
    session().expire_all()
    return session().query(Event).count()


@pytest.mark.parametrize("line", ROWS[1:], ids=lambda line: " ".join(line.split()[:-9]))
def test_each_role_gets_what_the_table_says(line: str, app: Flask) -> None:
    method, _, what, expected = row(line)
    got: dict[str, int] = {}
    for role in NAMES:
        browser = visitor(app, role)
        path, data = subject(what, browser)
        before = happened()
        if method == "GET":
            page = browser.get(path)
        else:
            page = browser.post(path, {"csrf_token": token(browser), **fields(what), **data})
        got[role] = page.status
        if page.status == 302:
            assert "/sv/konto/logga-in?till=" in page.location
        if page.status >= 400:
            assert happened() == before, f"{role} was refused, but something happened"
    assert got == dict(zip(NAMES, expected, strict=True))


def test_every_guarded_route_stands_in_the_table(app: Flask) -> None:
    listed = {(m, re.sub(r"OWN|OTHER|SLUG|PUBLIC|CODE", "*", p)) for m, p, *_ in map(row, ROWS[1:])}
    missing = [
        (method, path)
        for rule in app.url_map.iter_rules()
        if isinstance(guard_of(rule.endpoint), Permission)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        for path in [re.sub(r"<[^>]+>", "*", str(rule).removeprefix("/<lang:lang>/"))]
        if (method, path) not in listed
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("ledare-val", "arbete/dialoger/OTHER"),
        ("ledare-val", "arbete/moderering/OTHER"),
        ("svarar-val", "arbete/aterkoppling/OTHER"),
        ("svarar-val", "arbete/uppfoljning/OTHER"),
    ],
)
def test_what_is_not_mine_answers_like_what_is_not_there(role: str, path: str, app: Flask) -> None:
    browser = visitor(app, role)
    there, _ = subject(Subject(path, "", is_other=True), browser)
    missing = re.sub(r"\d+$", "9007199254740991", there)
    pages = [browser.get(path).html.replace(path, "") for path in (there, missing)]
    hidden, absent = [re.sub(r'name="csrf_token" value="[^"]+"', "", html) for html in pages]
    assert hidden == absent
    for act in ("approve", "save", "publish"):
        values = {"csrf_token": token(browser), "act": act}
        assert [browser.post(p, values).status for p in (there, missing)] == [404, 404]
