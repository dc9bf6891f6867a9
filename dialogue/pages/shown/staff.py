# SPDX-License-Identifier: EUPL-1.2
"""Staff's texts as public pages show them, rendered once per process and text."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from dialogue.core.html import render_markdown


@lru_cache(maxsize=512)
def staff_html(text: str) -> Markup:
    """Staff's Markdown as HTML."""
    return render_markdown(text)
