# SPDX-License-Identifier: EUPL-1.2
"""Tables of dialogues and contributions, split by noun."""

from dialogue.dialogues.models.contribution import (
    Contact,
    Contribution,
    Receipt,
    SealedOriginal,
)
from dialogue.dialogues.models.dialogue import (
    Dialogue,
    DialogueChange,
    DialogueLink,
    Thread,
    ThreadLink,
)

__all__ = [
    "Contact", "Contribution", "Dialogue", "DialogueChange", "DialogueLink", "Receipt",
    "SealedOriginal", "Thread", "ThreadLink",
]  # fmt: skip
