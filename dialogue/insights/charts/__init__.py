# SPDX-License-Identifier: EUPL-1.2
"""Numbers as the geometry of pictures: series of years, and the stations of the red thread."""
