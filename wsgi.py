# SPDX-License-Identifier: EUPL-1.2
"""The WSGI entry: `gunicorn wsgi:app`."""

from dialogue import create_app

app = create_app()
