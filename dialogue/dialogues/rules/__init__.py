"""Rules of dialogues and contributions.  Pure: plain values and times."""
