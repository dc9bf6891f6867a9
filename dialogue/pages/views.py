"""Stub views, to be replaced."""

from flask import Blueprint, abort

from dialogue.core.web.guards import public

blueprint = Blueprint("pages", __name__, url_prefix="/<lang:lang>")


@blueprint.route("/", methods=['GET'])
@public
def start(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/mal", methods=['GET'])
@public
def goals(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/mal/<int:year>/<key>", methods=['GET'])
@public
def goal(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/dialoger", methods=['GET'])
@public
def dialogues(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/dialoger/<slug>", methods=['GET'])
@public
def dialogue(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/dialoger/<slug>/<thread_slug>", methods=['GET'])
@public
def thread(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/aterkoppling", methods=['GET'])
@public
def responses(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/aterkoppling/<int:response_id>-<slug>", methods=['GET'])
@public
def response(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/synpunkter/<int:contribution_id>", methods=['GET'])
@public
def contribution(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/kvitto", methods=['GET', 'POST'])
@public
def find_receipt(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/kvitto/<code>", methods=['GET'])
@public
def receipt(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/om", methods=['GET'])
@public
def about(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/personuppgifter", methods=['GET'])
@public
def privacy(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/tillganglighet", methods=['GET'])
@public
def accessibility(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/moderering/regler", methods=['GET'])
@public
def moderation_rules(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/ratt-till-samiska", methods=['GET'])
@public
def sami_rights(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/stub-sprak/<locale>", methods=["GET"])
@public
def set_language(**_values: object) -> str:
    """Stub."""
    abort(404)
