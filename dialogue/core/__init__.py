"""The floor of the house: what every feature stands on.  It knows no feature."""
