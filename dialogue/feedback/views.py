"""Stub views, to be replaced."""

from flask import Blueprint, abort

from dialogue.core.web.guards import public

blueprint = Blueprint("feedback", __name__, url_prefix="/<lang:lang>")


@blueprint.route("/arbete/aterkoppling", methods=["GET"])
@public
def desk(**_values: object) -> str:
    """Stub."""
    abort(404)
