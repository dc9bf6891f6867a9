# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT that gathers several features on one page, split by noun."""
