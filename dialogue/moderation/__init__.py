"""The reading desk: one fair and explained judgement on one contribution, and notices."""
