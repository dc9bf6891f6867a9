# SPDX-License-Identifier: EUPL-1.2
"""Rows as the public templates show them: plain values, in the reader's language."""
