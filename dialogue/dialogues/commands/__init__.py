# SPDX-License-Identifier: EUPL-1.2
"""Every act on dialogues and contributions, split by noun."""
