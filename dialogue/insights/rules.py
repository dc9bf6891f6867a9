# SPDX-License-Identifier: EUPL-1.2
"""Rules of what is learnt about pages.  Pure."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """Whether a page helped."""

    YES = "yes"
    NO = "no"
