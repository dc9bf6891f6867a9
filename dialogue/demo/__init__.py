# SPDX-License-Identifier: EUPL-1.2
"""Loads the demo: Östersund's goals, the stories of three dialogues, and everyday ones."""
