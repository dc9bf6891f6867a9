"""Every SELECT on the municipality's answers, split by who asks."""
