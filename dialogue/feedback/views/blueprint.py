# SPDX-License-Identifier: EUPL-1.2
"""The blueprint that every view of this feature is registered on."""

from flask import Blueprint

blueprint = Blueprint("feedback", "dialogue.feedback.views", url_prefix="/<lang:lang>")
