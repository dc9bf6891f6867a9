# SPDX-License-Identifier: EUPL-1.2
"""Pages of dialogues: the desk, the write page, the receipt's acts."""

from dialogue.dialogues.views import desk, receipt, receipt_edit, write, write_pages
from dialogue.dialogues.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "receipt", "receipt_edit", "write", "write_pages"]
