# SPDX-License-Identifier: EUPL-1.2
"""Dialogues with their promise card, threads, contributions and receipts."""
