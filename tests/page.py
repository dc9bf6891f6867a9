# SPDX-License-Identifier: EUPL-1.2
"""The client that tests fetch pages with: it fills in forms as a browser, and checks each page.

Checked on every HTML page: parses, one h1 with which the title begins, no duplicate ids, lang,
labels bound, POST forms with action and token (but the first box), GET forms without, no inline
style or script, nothing from a foreign host, no markup inside attributes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

Values = dict[str, str | list[str]]
Given = Mapping[str, str | list[str]]
_BOX_ACTIONS = re.compile(r"^/[a-z]+(/dialoger/[^/]+/[^/]+)?/skriv$")


@dataclass
class Page:
    """An answer, with its HTML parsed on demand."""

    response: TestResponse
    path: str

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def location(self) -> str:
        """Where a redirect points."""
        return str(self.response.headers.get("Location", ""))

    @property
    def html(self) -> str:
        """The body as text."""
        return self.response.get_data(as_text=True)

    @cached_property
    def _parsed(self) -> tuple[Element, list[str]]:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree: Element = parser.parse(self.html)
        return tree, [f"line {place[0]}: {code}" for place, code, _ in parser.errors]

    @property
    def tree(self) -> Element:
        """The parsed document."""
        return self._parsed[0]

    @property
    def parse_errors(self) -> list[str]:
        """What the parser had to guess, in the HTML standard's words for it."""
        return self._parsed[1]

    @cached_property
    def text(self) -> str:
        """What a reader sees in <main>, white space folded."""
        main = self.tree.find(".//main")
        return " ".join("".join((main if main is not None else self.tree).itertext()).split())

    def all(self, tag: str = "*", **attributes: str | bool) -> list[Element]:
        """Elements by tag and attributes (`data_x` for `data-x`; True: has the attribute)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter()
            if isinstance(element.tag, str)
            and tag in ("*", element.tag)
            and all(
                (name in element.attrib) if value is True else element.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "*", **attributes: str | bool) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}> on {self.path}"
        return found[0]

    def links(self) -> list[str]:
        """Every href of an <a>."""
        return [a.get("href", "") for a in self.all("a", href=True)]

    def forms(self) -> list[Element]:
        """Every form in <main>."""
        main = self.tree.find(".//main")
        return list(main.iter("form")) if main is not None else []


def words(element: Element) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Browser:
    """Fetches pages, keeps cookies, submits forms with the fields that stand in them."""

    app: Flask
    checks: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A fresh cookie jar."""
        self.client = self.app.test_client()

    def get(self, path: str, **headers: str) -> Page:
        """GET a page, without following redirects."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return self._page(path, self.client.get(path, headers={**self.headers, **named}))

    def post(self, path: str, data: Given | None = None, **headers: str) -> Page:
        """POST as given: no token is added."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return self._page(
            path, self.client.post(path, data=dict(data or {}), headers={**self.headers, **named})
        )

    def follow(self, page: Page) -> Page:
        """Go where a redirect points."""
        assert page.status in (301, 302, 303, 308), f"{page.status} on {page.path}"
        parts = urlsplit(page.location)
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))

    def submit(
        self, page: Page, values: Given | None = None, *, form: int = 0, press: str | None = None
    ) -> Page:
        """Submit form number `form` of <main>, with its own values, changed by `values`.

        `press` is the value of the pressed submit button, if it has a name.
        """
        element = page.forms()[form]
        data: dict[str, list[str]] = {}
        for name, value in form_values(element, press):
            data.setdefault(name, []).append(value)
        for name, new in (values or {}).items():
            data[name] = new if isinstance(new, list) else [new]
        action = element.get("action") or page.path
        if (element.get("method") or "get").lower() == "get":
            query = "&".join(f"{k}={v}" for k, vs in data.items() for v in vs)
            return self.get(f"{action}?{query}")
        return self.post(action, dict(data))

    def _page(self, path: str, response: TestResponse) -> Page:
        page = Page(response, path)
        shown = response.mimetype == "text/html" and not 300 <= page.status < 400
        if self.checks and shown and response.get_data():
            faults = page_faults(page)
            assert not faults, f"{path} ({page.status}):\n  " + "\n  ".join(faults)
        return page


def form_values(form: Element, press: str | None = None) -> list[tuple[str, str]]:
    """The fields a browser would send."""
    values: list[tuple[str, str]] = []
    for element in form.iter():
        name = element.get("name")
        if not name or "disabled" in element.attrib:
            continue
        kind = element.get("type", "text")
        if element.tag == "textarea":
            values.append((name, (element.text or "").removeprefix("\n")))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if "selected" in o.attrib]
            if not chosen and "multiple" not in element.attrib:
                chosen = options[:1]
            values += [(name, o.get("value", words(o))) for o in chosen]
        elif element.tag == "button" or kind in ("submit", "image"):
            if press is not None and element.get("value") == press:
                values.append((name, press))
        elif element.tag == "input":
            if kind in ("checkbox", "radio") and "checked" not in element.attrib:
                continue
            values.append((name, element.get("value", "on" if kind == "checkbox" else "")))
    return values


def page_faults(page: Page) -> list[str]:
    """What is wrong with a page, each with what to do."""
    tree, faults = page.tree, [f"does not parse, {error}" for error in page.parse_errors]
    headings = page.all("h1")
    title = words(page.one("title"))
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1: a page has exactly one")
    elif not title.startswith(words(headings[0])):
        faults.append(f"title {title!r} must begin with the h1 {words(headings[0])!r}")
    lang = tree.get("lang")
    first = page.path.split("/")[1] if "/" in page.path else ""
    if not lang or (first in ("sv", "sma", "se", "smj", "en") and lang != first):
        faults.append(f"html lang is {lang!r}: it must be the page's language")
    ids = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
    faults += [f"id {i!r} stands twice" for i in sorted({i for i in ids if i and ids.count(i) > 1})]
    faults += _field_faults(page, set(filter(None, ids)))
    for form in page.all("form"):
        faults += _form_faults(form)
    for element in tree.iter():
        if isinstance(element.tag, str):
            faults += _element_faults(element)
    return faults


def _field_faults(page: Page, ids: set[str]) -> list[str]:
    faults = []
    bound = {label.get("for") for label in page.all("label")}
    wrapped = {id(e) for label in page.all("label") for e in label.iter()}
    for element in page.tree.iter():
        if element.tag not in ("input", "select", "textarea"):
            continue
        if element.get("type") in ("hidden", "submit"):
            continue
        named = element.get("id") in bound or id(element) in wrapped or element.get("aria-label")
        if not named and not element.get("aria-labelledby"):
            faults.append(f"field {element.get('name')!r} has no label bound to it")
    for element in page.tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for target in (element.get(attribute) or "").split():
                if target not in ids:
                    faults.append(f"{attribute} points to {target!r}, which is not on the page")
    return faults


def _form_faults(form: Element) -> list[str]:
    action = form.get("action") or ""
    token = any(e.get("name") == "csrf_token" for e in form.iter())
    if (form.get("method") or "get").lower() == "get":
        return [f"GET form to {action} carries a token: leave it out"] if token else []
    faults = [] if action else ["a POST form has no action"]
    hidden = dict(form_values(form, "continue"))
    if not token and not (hidden.get("act") == "continue" and _BOX_ACTIONS.match(action)):
        faults.append(f"POST form to {action} has no csrf_token")
    return faults


def _element_faults(element: Element) -> list[str]:
    faults, attributes = [], dict(element.attrib)
    tag: Any = element.tag
    if tag == "style" or "style" in attributes:
        faults.append(f"<{tag}> has inline style: put it into dialogue.css")
    if (tag == "script" and not attributes.get("src")) or any(
        a.startswith("on") for a in attributes
    ):
        faults.append(f"<{tag}> has inline script: put it into dialogue.js")
    loads = attributes.get("src") or (attributes.get("href") if tag == "link" else None)
    if loads and urlsplit(loads).netloc:
        faults.append(f"<{tag}> loads {loads} from another host")
    for name, value in attributes.items():
        if "<span" in value or "&lt;span" in value:
            faults.append(f"{name} of <{tag}> holds markup: use plain() there")
    if tag in ("title", "option") and "<span" in "".join(element.itertext()):
        faults.append(f"<{tag}> holds markup: use plain() there")
    return faults
