# SPDX-License-Identifier: EUPL-1.2
"""People and bodies: accounts, roles, committees, sign-in, and barriers that people reported."""
