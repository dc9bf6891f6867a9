# SPDX-License-Identifier: EUPL-1.2
"""Addresses without a language: the way in, the language switch, and whether the house stands."""

from __future__ import annotations

from flask import Response, make_response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as BaseResponse

from dialogue.core.languages import LOCALES
from dialogue.core.web.addresses import LANGUAGE_COOKIE, chosen_language
from dialogue.core.web.guards import local_path, public, see_other
from dialogue.pages.queries.health import is_ready
from dialogue.pages.views.blueprint import blueprint

YEAR = 365 * 24 * 3600


@public
def root() -> BaseResponse:
    """To the first page in the visitor's language."""
    response = redirect(url_for("pages.start", lang=chosen_language()), 302)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@public
def set_language(locale: str) -> BaseResponse:
    """Remember the language, and go back to the same page in it."""
    response = see_other(_in_language(local_path(request.args.get("till")), locale))
    response.set_cookie(
        LANGUAGE_COOKIE, locale, max_age=YEAR, samesite="Lax", httponly=True,
        secure=request.is_secure,
    )  # fmt: skip
    return response


def _in_language(path: str, locale: str) -> str:
    """A path with a language prefix gets the new one; any other stays."""
    address, mark, query = path.partition("?")
    _empty, first, *rest = address.split("/")
    if first not in LOCALES:
        return path
    return "/".join(["", locale, *(rest or [""])]) + mark + query


@public
def healthz() -> Response:
    """The process is up; the database is not asked."""
    return _plain("ok", 200)


@public
def readyz() -> Response:
    """200 when the database answers and its schema is the newest, else 503."""
    return _plain("ready", 200) if is_ready() else _plain("not ready", 503)


def _plain(text: str, status: int) -> Response:
    response = make_response(f"{text}\n", status)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


@blueprint.record
def _without_prefix(state: BlueprintSetupState) -> None:
    """These have no language prefix, so the application itself is given their addresses."""
    for rule, view in (
        ("/", root),
        ("/sprak/<lang:locale>", set_language),
        ("/healthz", healthz),
        ("/readyz", readyz),
    ):
        endpoint = f"{blueprint.name}.{view.__name__}"
        state.app.add_url_rule(rule, endpoint, view, methods=["GET"])
