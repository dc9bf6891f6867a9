# SPDX-License-Identifier: EUPL-1.2
"""Who is told about what: audiences of events, and delivery, once per person."""
