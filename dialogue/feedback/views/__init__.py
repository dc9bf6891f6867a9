# SPDX-License-Identifier: EUPL-1.2
"""Pages of the answer desk: what waits, one response, its publication."""

from dialogue.feedback.views import answer, desk
from dialogue.feedback.views.blueprint import blueprint

__all__ = ["answer", "blueprint", "desk"]
