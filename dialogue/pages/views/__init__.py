# SPDX-License-Identifier: EUPL-1.2
"""Every public page that shows the red thread, split by noun."""

from dialogue.pages.views import (
    contribution,
    dialogue,
    facts,
    feeds,
    floor,
    goal,
    goal_data,
    goal_page,
    place,
    poster,
    receipt,
    response,
    start,
    thread,
)
from dialogue.pages.views.blueprint import blueprint

__all__ = [
    "blueprint", "contribution", "dialogue", "facts", "feeds", "floor", "goal", "goal_data",
    "goal_page", "place", "poster", "receipt", "response", "start", "thread",
]  # fmt: skip
