# SPDX-License-Identifier: EUPL-1.2
"""Write the next numbered migration from what the models have and the database has not.

    make migration NAME=what_changes

It compares with a fresh database that has every migration so far, so that nobody's own database
matters.  Read the file afterwards: a changed CHECK is not seen by the comparison, the test of
migrations names it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))


def main(name: str) -> int:
    """Write the file; 2 for a name that cannot be one."""
    if not re.fullmatch(r"[a-z0-9_]+", name):
        sys.stderr.write("Give it a name: make migration NAME=what_changes\n")
        return 2
    from flask_migrate import migrate, upgrade

    from dialogue import create_app
    from dialogue.config import Settings

    last = max((int(path.name[:4]) for path in (FOLDER / "versions").glob("[0-9]*.py")), default=0)
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(
            _env_file=None, environment="development", secret_key="x" * 32,
            database_url=f"sqlite:///{scratch}/migrations.db",
        )  # fmt: skip
        app = create_app(settings)
        with app.app_context():
            upgrade()
            migrate(message=name, rev_id=f"{last + 1:04}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
