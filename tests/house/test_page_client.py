# SPDX-License-Identifier: EUPL-1.2
"""The client that tests fetch pages with finds each fault it is there for."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import Client
from werkzeug.wrappers import Response

from tests.page import Browser, Page, form_values, page_faults

GOOD = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Mål – Kommunen</title>
<link rel="stylesheet" href="/static/css/dialogue.css">
<script type="module" src="/static/x.js"></script>
</head><body><main><h1>Mål</h1>
<form method="post" action="/sv/skriv"><label for="body">Ord</label><textarea id="body" name="body"
 aria-describedby="hint"></textarea><p id="hint">Skriv</p>
<button name="act" value="continue">Vidare</button></form>
<form method="post" action="/sv/konto"><input type="hidden" name="csrf_token" value="x">
<label><input type="checkbox" name="yes"> Ja</label><button>Spara</button></form>
<form action="/sv/kvitto"><label for="q">Sök</label><input id="q" name="q"></form>
<p><a href="https://example.org" title="Mer">Mer</a></p></main></body></html>"""


def faults(html: str, path: str = "/sv/mal") -> list[str]:
    """What the client says of a page with this HTML."""
    response = Client(Response(html, mimetype="text/html")).get(path)
    return page_faults(Page(response, path))


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("<!doctype html>\n", "", "does not parse"),
        ("</p></main>", "</main>x</p>", "does not parse"),
        ("<p><a", '<p class="a" class="b"><a', "does not parse"),
        ("<h1>Mål</h1>", "", "0 h1"),
        ("<h1>Mål</h1>", "<h1>Mål</h1><h1>Mål</h1>", "2 h1"),
        ("<title>Mål –", "<title>Målen –", ""),
        ("<title>Mål –", "<title>Kommunen –", "must begin with the h1"),
        ('lang="sv"', "", "html lang is None"),
        ('lang="sv"', 'lang="en"', "html lang is 'en'"),
        ('id="q"', 'id="body"', "id 'body' stands twice"),
        ('for="q"', 'for="w"', "field 'q' has no label"),
        ('for="q"', 'for="w"', "for points to 'w'"),
        ('aria-describedby="hint"', 'aria-describedby="gone"', "aria-describedby points to 'gone'"),
        ("<label><input", "<input", "field 'yes' has no label"),
        (' action="/sv/konto"', "", "has no action"),
        ('<input type="hidden" name="csrf_token" value="x">', "", "has no csrf_token"),
        ('action="/sv/skriv"', 'action="/sv/mal"', "has no csrf_token"),
        ('value="continue"', 'value="send"', "has no csrf_token"),
        (
            '<input id="q"',
            '<input type="hidden" name="csrf_token"><input id="q"',
            "carries a token",
        ),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ("</head>", "<style>p{}</style></head>", "inline style"),
        ("</head>", "<script>1</script></head>", "inline script"),
        ("<h1>", '<h1 onclick="x()">', "inline script"),
        ('src="/static', 'src="https://cdn.example.org', "from another host"),
        ('href="/static', 'href="//cdn.example.org', "from another host"),
        ('title="Mer"', "title='<span>Mer'", "holds markup"),
        ('title="Mer"', 'title="&amp;lt;span&amp;gt;Mer"', "holds markup"),
        ("– Kommunen</title>", "– <span>Kommunen</span></title>", "<title> holds markup"),
        (
            '<input id="q" name="q">',
            '<select id="q" name="q"><option>&lt;span&gt;</option></select>',
            "<option> holds markup",
        ),
    ],
)
def test_a_planted_fault_is_found(right: str, wrong: str, expected: str) -> None:
    assert right in GOOD
    found = faults(GOOD.replace(right, wrong, 1))
    if expected:
        assert any(expected in fault for fault in found), found
    else:
        assert not found, "a title may go on after the h1's words"


def test_a_page_with_a_fault_fails_the_test_that_fetches_it() -> None:
    app = Flask(__name__)
    app.add_url_rule("/sv/mal", view_func=lambda: GOOD.replace("h1>", "h2>"), endpoint="bad")
    app.add_url_rule("/sv/bra", view_func=lambda: GOOD, endpoint="good")
    assert Browser(app).get("/sv/bra").text.startswith("Mål")
    with pytest.raises(AssertionError, match=r"/sv/mal \(200\):\n.*0 h1"):
        Browser(app).get("/sv/mal")
    assert Browser(app, checks=False).get("/sv/mal").status == 200


def test_a_submitted_form_sends_what_a_browser_would() -> None:
    page = Page(Client(Response(GOOD.replace(' name="yes"', ' name="yes" checked'))).get("/"), "/")
    assert [field.get("name") for field in page.all("input")] == ["csrf_token", "yes", "q"]
    box, save, search = page.forms()
    assert form_values(box, "continue") == [("body", ""), ("act", "continue")]
    assert form_values(save) == [("csrf_token", "x"), ("yes", "on")]
    assert form_values(search) == [("q", "")]
