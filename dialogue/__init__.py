# SPDX-License-Identifier: EUPL-1.2
"""Dialogue: a municipality's platform for citizen dialogue and for the answer afterwards.

`create_app` is the only place that knows every feature.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from flask import Flask, url_for
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from dialogue import cli
from dialogue.accounts import queries as people
from dialogue.accounts import views as accounts
from dialogue.config import ROOT, Settings, load_settings, parse_limits
from dialogue.core import municipality, texts
from dialogue.core.access import Permission, may_somewhere
from dialogue.core.database import db, engine_options, prepare_engine
from dialogue.core.web import addresses, errors, forms, guards, incoming, logs, reading
from dialogue.dialogues import views as dialogues
from dialogue.feedback import views as feedback
from dialogue.goals import views as goals
from dialogue.insights import views as insights
from dialogue.moderation import views as moderation
from dialogue.notifications import views as notifications
from dialogue.pages import views as pages

BODY_BYTES = 1_000_000


def create_app(settings: Settings | None = None) -> Flask:
    """The application.  Raises SettingsError or ValueError that name every fault at once."""
    settings = settings or load_settings()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "dialogue" / "static"),
        static_url_path="/static",
    )
    app.request_class = incoming.Incoming
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        # Static addresses carry the hash of their content, so that they can be kept for a year.
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        MAX_CONTENT_LENGTH=BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=BODY_BYTES,
        BASE_URL=settings.base_url,
        MAIL_URL=settings.mail_url,
        SETTINGS=settings,
    )
    app.extensions["dialogue"] = {
        "municipality": municipality.load(settings.municipality),
        "limits": parse_limits(settings.rate_limits),
        "load_reader": people.actor_by_session,
    }
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, hops, hops, hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # as Flask's documentation says
    for floor in (logs, addresses, texts, reading, errors):
        floor.register(app)
    app.before_request(guards.check_guard)
    _database(app)
    _features(app)
    _templates(app)
    return app


def _database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)


def _features(app: Flask) -> None:
    """Register each feature's views, lowest first, and what the floor asks of them."""
    for views in (accounts, goals, dialogues, moderation, feedback, insights, notifications, pages):
        app.register_blueprint(views.blueprint)
    cli.register(app)


def _templates(app: Flask) -> None:
    """What every template may use."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def _common() -> dict[str, Any]:
        return {
            "municipality": MunicipalityWords(municipality.municipality()),
            "reader": guards.reader(),
            "desks": desks(),
            "csrf_token": forms.new_token,
            "demo": municipality.municipality().demo_line,
            "static_url": static_url,
        }


class MunicipalityWords:
    """The municipality as every template names it: plain words in the reader's language."""

    def __init__(self, facts: municipality.Municipality) -> None:
        self.name = facts.name.best(texts.current_locale())[1]
        self.phone = facts.phones.main
        self.fault_report_url = facts.fault_report_url


def desks() -> list[tuple[str, str]]:
    """(address, label) of each desk that the reader may work at."""
    known = [
        (Permission.CONTRIBUTION_MODERATE, "moderation.queue", texts.plain("Read and sort")),
        (Permission.FEEDBACK_DRAFT, "feedback.desk", texts.plain("My answers")),
        (Permission.PROGRESS_REPORT, "goals.follow_up", texts.plain("Follow-up")),
        (Permission.DIALOGUE_MANAGE, "dialogues.desk", texts.plain("Dialogues")),
        (Permission.PAGE_VERDICTS_READ, "insights.verdicts", texts.plain("Do the pages help?")),
        (Permission.BARRIERS_READ, "accounts.barriers", texts.plain("Barriers")),
    ]
    actor = guards.reader()
    return [(url_for(name), label) for need, name, label in known if may_somewhere(actor, need)]


@cache
def static_url(path: str) -> str:
    """A static file's address with its content's hash, so that it can be cached for ever."""
    content = (ROOT / "dialogue" / "static" / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:12]}"
