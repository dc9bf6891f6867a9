"""The dialogue desk."""

from flask import abort

from dialogue.core.access import Permission
from dialogue.core.web.guards import requires
from dialogue.dialogues.views.blueprint import blueprint


@blueprint.get("/arbete/dialoger")
@requires(Permission.DIALOGUE_MANAGE)
def desk() -> str:
    """Stub."""
    abort(404)
