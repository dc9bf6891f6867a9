# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT of this feature, split by noun."""
