"""Forms of the answer desk."""
