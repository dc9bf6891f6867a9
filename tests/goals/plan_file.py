# SPDX-License-Identifier: EUPL-1.2
"""A small plan file for tests, and what it may point at."""

from __future__ import annotations

from dialogue.goals.importing import Known, PlanError, read_plans

KNOWN = Known(["kommunstyrelsen", "valnamnden"], ["brunflo"], {})

GOOD = """\
plans:
- year: 2023
  title: Mål och budget 2023
  goals:
  - {number: 1, key: fritid, short: Fritid, about: idrott, name: Fritiden, policy: Mer av allt.}
- year: 2024
  title: {sv: Mål och budget 2024, sma: Ulmie}
  adopted_on: 2023-11-23
  goals:
  - number: 1
    key: ledning
    kind: cross-cutting
    dimension: democratic
    committee: valnamnden
    short: Hur kommunen styrs
    about: demokrati, val
    name: Alla är delaktiga
    policy: |-
      Ett stycke.

      Ett till.
    continues: [fritid]
    assignments:
    - {key: val, committee: valnamnden, origin: committee, text: Ordna val.}
    - {key: svar, origin: council, place: brunflo, text: Svara alla.}
  - number: 2
    key: aktivt-liv
    short: Fritid
    about: platser
    name: Ett aktivt liv
    policy: Rör på er.
"""


def faults_of(text: str | bytes, known: Known = KNOWN) -> list[str]:
    """The faults of a file, as they are printed."""
    try:
        read_plans(text.encode() if isinstance(text, str) else text, known)
    except PlanError as refused:
        return [str(fault) for fault in refused.faults]
    return []
