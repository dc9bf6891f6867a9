"""Every SELECT of this feature, split by noun."""
