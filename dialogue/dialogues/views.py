"""Stub views, to be replaced."""

from flask import Blueprint, abort

from dialogue.core.web.guards import public

blueprint = Blueprint("dialogues", __name__, url_prefix="/<lang:lang>")


@blueprint.route("/arbete/dialoger", methods=['GET'])
@public
def desk(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/dialoger/<slug>/<thread_slug>/skriv", methods=['GET', 'POST'])
@public
def write(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/skriv", methods=['GET', 'POST'])
@public
def write_free(**_values: object) -> str:
    """Stub."""
    abort(404)

