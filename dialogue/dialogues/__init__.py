"""Dialogues with their promise card, threads, contributions and receipts."""
