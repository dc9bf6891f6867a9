"""The municipality's steering: plans, goals and their lineage, assignments, places."""
