# SPDX-License-Identifier: EUPL-1.2
"""The municipality's steering: plans, goals and their lineage, assignments, places."""
