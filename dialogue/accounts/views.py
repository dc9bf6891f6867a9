"""Stub views, to be replaced."""

from flask import Blueprint, abort

from dialogue.core.web.guards import public

blueprint = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")


@blueprint.route("/konto/logga-in", methods=['GET', 'POST'])
@public
def sign_in(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/konto/logga-in/<token>", methods=['GET', 'POST'])
@public
def sign_in_link(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/konto", methods=['GET'])
@public
def account_page(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/konto/logga-ut", methods=['GET', 'POST'])
@public
def sign_out(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/arbete/admin/brister", methods=['GET'])
@public
def barriers(**_values: object) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/tillganglighet/rapportera", methods=['GET', 'POST'])
@public
def report_barrier(**_values: object) -> str:
    """Stub."""
    abort(404)

