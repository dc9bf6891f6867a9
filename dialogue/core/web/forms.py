# SPDX-License-Identifier: EUPL-1.2
"""Forms: the token and Origin of every unsafe request, and one order of refusals.

The token is signed [hash of the session cookie or "", random form key], without time limit: a page
may stay open all night.  The form key makes a double click one contribution.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import current_app, g, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import Field, ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.form import BaseForm

from dialogue.core.texts import lazy
from dialogue.core.web.guards import SESSION_COOKIE, reader
from dialogue.core.web.limits import seconds_to_wait
from dialogue.core.web.signing import loads_as_written

OLD_PAGE = lazy(
    "The page had been open for a long time. Your text is still here. Press the button once more."
)
TOO_MANY = lazy("Many requests come from the same place just now. Try again in a while.")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="form")


def _session_hash() -> str:
    cookie = request.cookies.get(SESSION_COOKIE, "") if reader().signed_in else ""
    return hashlib.sha256(cookie.encode()).hexdigest()[:16] if cookie else ""


def new_token(key: str | None = None) -> str:
    """A token for a form of this reader; `key` keeps the form's identity over several pages."""
    return str(_signer().dumps([_session_hash(), key or secrets.token_urlsafe(12)]))


def form_key(token: str | None) -> str | None:
    """The form key inside a valid token of this reader's, else None."""
    try:
        session_hash, key = loads_as_written(_signer(), token or "")
    except (BadSignature, ValueError, TypeError):
        return None
    same = isinstance(session_hash, str) and secrets.compare_digest(session_hash, _session_hash())
    return key if same and isinstance(key, str) else None


def is_signed(token: str | None) -> bool:
    """Whether a token was made here, whoever's it is: enough to hand it back unused."""
    try:
        loads_as_written(_signer(), token or "")
    except (BadSignature, ValueError, TypeError):
        return False
    return True


def is_foreign() -> bool:
    """Whether the browser says that another site sent this; without its word, the token decides.

    A page with `Referrer-Policy: no-referrer` posts `Origin: null`, then Sec-Fetch-Site decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is None or (origin == "null" and site == "same-origin"):
        return False
    own = {request.host_url.rstrip("/"), current_app.config["BASE_URL"]}
    return origin not in own


class FormToken(CSRF):
    """Our CSRF class for Flask-WTF: no flask.session, no clock."""

    def setup_form(self, _form: BaseForm) -> list[tuple[str, Any]]:
        """The hidden field."""
        return [("csrf_token", CSRFTokenField(label="", csrf_impl=self))]

    def generate_csrf_token(self, _field: CSRFTokenField) -> str:
        """The sent token while it is good, so that a corrected form stays the same form."""
        sent = request.form.get("csrf_token") if request.method == "POST" else None
        return sent if sent and form_key(sent) else new_token()

    def validate_csrf_token(self, _form: BaseForm, field: CSRFTokenField) -> None:
        """Raises wtforms.ValidationError for a wrong token or a foreign Origin."""
        if form_key(field.data) is None or is_foreign():
            raise ValidationError(getattr(_form, "old_page", OLD_PAGE))


class Form(FlaskForm):
    """The base of every form.  `refusal()` says with which status to show it again."""

    class Meta:
        """Flask-WTF's settings: our token, always on."""

        csrf = True
        csrf_class = FormToken
        locales = ()

        def wrap_formdata(self, _form: BaseForm, formdata: Any) -> Any:
            """What the page's fields sent; JSON and files are nobody's form here."""
            if formdata is not _Auto:
                return formdata
            return request.form if request.method == "POST" else None

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """As WTForms does it, without the browser's own required-check (novalidate)."""
            render_kw.pop("required", None)
            return field.widget(field, **render_kw)

    def refusal(self, limit: str | None = None) -> int | None:
        """400 wrong token, 429 over `limit`, 422 wrong fields, None when all is in order.

        The page is shown again with this status and everything typed.  `g.retry_after` holds the
        seconds when it is 429.
        """
        valid = self.validate()
        if self["csrf_token"].errors:
            return 400
        if limit and (wait := seconds_to_wait(limit)):
            g.retry_after = wait
            self.form_errors.append(TOO_MANY)
            return 429
        return None if valid else 422

    @property
    def key(self) -> str:
        """The form key of the sent token; call only when `refusal()` was not 400."""
        return form_key(request.form.get("csrf_token")) or ""

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(id of the field, message) for the error summary, in the order of the form."""
        return [
            (field.id, message)
            for field in self
            for error in field.errors
            for message in (error if isinstance(error, list) else [error])
        ]


class ActForm(Form):
    """A form of nothing but a button."""


def version_seen(form: Form) -> int | None:
    """The version that the page showed, from the field `seen`; None when it says none.

    One that is no number was never shown: -1, which is stale whatever stands.
    """
    text = str(form["seen"].data or "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
