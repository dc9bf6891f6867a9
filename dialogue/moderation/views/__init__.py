# SPDX-License-Identifier: EUPL-1.2
"""Pages of the reading desk, and the notice."""

from dialogue.moderation.views import desk, notice
from dialogue.moderation.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "notice"]
