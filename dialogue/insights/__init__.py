# SPDX-License-Identifier: EUPL-1.2
"""What can be learnt from how the house is used: charts, and whether its pages help."""
