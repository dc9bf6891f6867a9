"""Every SELECT of this feature."""
