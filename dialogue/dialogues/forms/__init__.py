# SPDX-License-Identifier: EUPL-1.2
"""Forms of the desk and of the write page, split by noun."""
