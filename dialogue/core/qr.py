# SPDX-License-Identifier: EUPL-1.2
"""QR codes as inline SVG: attributes only, so that a page needs no style or script for them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import segno
from markupsafe import Markup

#: Modules of white around a code, by ISO/IEC 18004: readers find its corners by them.
QUIET_ZONE = 4


def qr_svg(text: str, *, title: str, lang: str | None = None, size: str = "160") -> Markup:
    """`text`, mostly an address, as a QR code that a telephone reads off a screen or a paper.

    `title` is what a screen reader says, plain text, in `lang` when that is not the page's own.
    `size` is the width with its quiet zone, as SVG writes a length: "160" (px) or "35mm".
    Always black on white: many readers refuse a code in light on dark.
    Raises ValueError for a text that no QR code can hold (about 2 300 bytes).
    """
    # A micro code is read by few telephones; level M is raised where that costs no larger code.
    code = segno.make(text, micro=False, error="m")
    side = len(code.matrix) + 2 * QUIET_ZONE
    return Markup(
        '<svg role="img"{lang} width="{size}" height="{size}" viewBox="0 0 {side} {side}">'
        '<title>{title}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        '<path stroke="#000" d="{line}"/></svg>'
    ).format(
        lang=Markup(' lang="{}"').format(lang) if lang else "",
        size=size,
        side=side,
        title=title,
        line=_line(code.matrix),
    )


def _line(rows: Iterable[Iterable[int]]) -> str:
    """The dark modules as strokes one module high, a row at a time."""
    strokes = []
    for y, row in enumerate(rows, QUIET_ZONE):
        strokes.append(f"M{QUIET_ZONE} {y}.5")
        for dark, run in groupby(row):
            strokes.append(f"{'h' if dark else 'm'}{len(list(run))}{'' if dark else ' 0'}")
    return "".join(strokes)
