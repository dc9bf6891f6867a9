# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT on the municipality's answers, split by who asks."""
