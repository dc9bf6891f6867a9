# SPDX-License-Identifier: EUPL-1.2
"""The reading desk: one fair and explained judgement on one contribution, and notices."""
