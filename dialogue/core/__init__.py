# SPDX-License-Identifier: EUPL-1.2
"""The floor of the house: what every feature stands on.  It knows no feature."""
