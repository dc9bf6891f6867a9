# SPDX-License-Identifier: EUPL-1.2
"""What the commands on responses share, split into what they ask and what they write."""
