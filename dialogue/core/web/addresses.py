# SPDX-License-Identifier: EUPL-1.2
"""Addresses: every page has the same path in every language, under a language prefix."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from werkzeug.routing import BaseConverter, IntegerConverter, RequestRedirect, UnicodeConverter

from dialogue.core.languages import LOCALES, negotiate

LANGUAGE_COOKIE = "language"


class LanguageConverter(BaseConverter):
    """`<lang:lang>`: one of the five languages."""

    regex = "(?:" + "|".join(LOCALES) + ")"


class NumberConverter(IntegerConverter):
    """`<int:x>`: what a column can hold; a longer number is no address of ours."""

    regex = r"[0-9]{1,16}"


class WordConverter(UnicodeConverter):
    """`<x>`: one part of a path, without NUL, which PostgreSQL refuses to compare with anything."""

    regex = r"[^/\x00]+"

    def __init__(self, map: Any, *args: Any, **kwargs: Any) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, *args, **kwargs)
        self.regex = WordConverter.regex


def chosen_language() -> str:
    """The visitor's language: the remembered one, then the browser's, then Swedish."""
    remembered = request.cookies.get(LANGUAGE_COOKIE)
    if remembered in LOCALES:
        return remembered
    return negotiate(request.headers.get("Accept-Language"))


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    first = request.path.split("/", 2)[1]
    lang = (values or {}).pop("lang", None) or (first if first in LOCALES else None)
    g.lang = lang or chosen_language()


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = g.lang


def absolute_url(endpoint: str, lang: str, **values: object) -> str:
    """An address on DIALOGUE_BASE_URL, also where there is no request: for mails and commands."""
    return on_base_url(current_app.url_map.bind("").build(endpoint, {"lang": lang, **values}))


def on_base_url(path: str) -> str:
    """A path of ours on DIALOGUE_BASE_URL."""
    return str(current_app.config["BASE_URL"]) + path


def _without_host(response: Response) -> Response:
    """A redirect of the router's goes to the path alone: the Host header is the sender's word."""
    if isinstance(request.routing_exception, RequestRedirect):
        there = urlsplit(request.routing_exception.new_url)
        response.headers["Location"] = there._replace(scheme="", netloc="").geturl()
    return response


def register(app: Flask) -> None:
    """Set up the converter and the prefix's way in and out of URLs."""
    app.url_map.converters["lang"] = LanguageConverter
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["default"] = WordConverter
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.after_request(_without_host)
