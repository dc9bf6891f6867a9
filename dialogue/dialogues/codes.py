# SPDX-License-Identifier: EUPL-1.2
"""Receipt codes: 16 random Crockford base32 characters (80 bits) and one check character.

Shown as `XXXX-XXXX-XXXX-XXXX-C`.  Case, spaces and hyphens do not matter; O reads as 0, I and L
as 1.  The check character is Luhn's over the same 32 letters, so a slip of the pen is noticed.
"""

from __future__ import annotations

import re
import secrets

from stdnum import luhn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A fresh code, as it is stored and shown."""
    digits = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return shown(digits + str(luhn.calc_check_digit(digits, alphabet=ALPHABET)))


def shown(digits: str) -> str:
    """17 characters grouped by four."""
    return "-".join(digits[i : i + 4] for i in range(0, 17, 4))


def read(text: str) -> str | None:
    """The code as it is stored, from any spelling of it; None when it cannot be one."""
    digits = re.sub(r"[\s\-\u2010-\u2015\u2212]+", "", text).upper().translate(_READ_AS)
    if len(digits) != 17 or any(c not in ALPHABET for c in digits):
        return None
    return shown(digits) if luhn.is_valid(digits, alphabet=ALPHABET) else None
