# SPDX-License-Identifier: EUPL-1.2
"""The municipality's answers: feedback responses, what they cover, and their publication."""
