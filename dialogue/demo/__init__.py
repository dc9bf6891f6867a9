"""Loads the demo: Östersund's goals, the stories of three dialogues, and everyday ones."""
