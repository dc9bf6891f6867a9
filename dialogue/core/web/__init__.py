# SPDX-License-Identifier: EUPL-1.2
"""The web's part of the floor: guards, forms, reading pages, headers, errors, limits, logs."""
