"""Stub views, to be replaced."""

from flask import Blueprint, abort

from dialogue.core.web.guards import public

blueprint = Blueprint("moderation", __name__, url_prefix="/<lang:lang>")


@blueprint.route("/arbete/moderering", methods=['GET'])
@public
def queue(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/synpunkter/<int:contribution_id>/anmal", methods=['GET', 'POST'])
@public
def notice(**_values: object) -> str:
    """Stub."""
    abort(404)

