# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT of delivery and following, split by noun."""
