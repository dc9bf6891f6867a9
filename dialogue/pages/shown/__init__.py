"""Rows as the public templates show them: plain values, in the reader's language."""
