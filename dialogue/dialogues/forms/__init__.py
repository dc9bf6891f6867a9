"""Forms of the desk and of the write page, split by noun."""
