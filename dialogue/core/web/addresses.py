"""Addresses: every page has the same path in every language, under a language prefix."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, request
from werkzeug.routing import BaseConverter, IntegerConverter

from dialogue.core.languages import LOCALES, negotiate

LANGUAGE_COOKIE = "language"


class LanguageConverter(BaseConverter):
    """`<lang:lang>`: one of the five languages."""

    regex = "(?:" + "|".join(LOCALES) + ")"


class NumberConverter(IntegerConverter):
    """`<int:x>`: what a column can hold; a longer number is no address of ours."""

    regex = r"\d{1,16}"


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
    path = current_app.url_map.bind("").build(endpoint, {"lang": lang, **values})
    return str(current_app.config["BASE_URL"]) + path


def register(app: Flask) -> None:
    """Set up the converter and the prefix's way in and out of URLs."""
    app.url_map.converters["lang"] = LanguageConverter
    app.url_map.converters["int"] = NumberConverter
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
