"""Every act on dialogues and contributions, split by noun."""
