# SPDX-License-Identifier: EUPL-1.2
"""Every public page that shows the red thread.  On top of the features: no tables, no commands."""
