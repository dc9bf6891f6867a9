# SPDX-License-Identifier: EUPL-1.2
"""Rules of dialogues and contributions.  Pure: plain values and times."""
