# SPDX-License-Identifier: EUPL-1.2
"""Pages the law asks for: who provides the service, personal data, accessibility, rules, Sámi."""

from __future__ import annotations

from flask import render_template

from dialogue.core.municipality import municipality
from dialogue.core.web.guards import public
from dialogue.pages.views.blueprint import blueprint


def _page(name: str) -> str:
    return render_template(f"pages/{name}.html", facts=municipality())


@blueprint.get("/om")
@public(reading=True)
def about() -> str:
    """Who provides the service, and how public words become (act 1998:112, 3 §)."""
    return _page("about")


@blueprint.get("/personuppgifter")
@public(reading=True)
def privacy() -> str:
    """What is kept of anybody, why, how long (GDPR, articles 13 and 14)."""
    return _page("privacy")


@blueprint.get("/tillganglighet")
@public(reading=True)
def accessibility() -> str:
    """The accessibility statement (act 2018:1937)."""
    return _page("accessibility")


@blueprint.get("/moderering/regler")
@public(reading=True)
def moderation_rules() -> str:
    """What is published, what is not, and what one can do about it."""
    return _page("moderation_rules")


@blueprint.get("/ratt-till-samiska")
@public(reading=True)
def sami_rights() -> str:
    """The right to use Sámi (acts 2009:724 and 2022:66)."""
    return _page("sami_rights")
