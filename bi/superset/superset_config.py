"""Superset's settings for `make superset`: on this machine alone, and nothing is told to anybody.

SUPERSET_HOME: the folder that serve.py made, with the secret key and Superset's own database.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (FOLDER / "secret_key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{FOLDER / 'superset.db'}"

APP_NAME = "Corate"
LOG_LEVEL = "ERROR"
# one process serves everybody
RATELIMIT_STORAGE_URI = "memory://"
# answers are not kept (which is Superset's default, too): each page shows the build that is there
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
# lists of titles and of people can be long
NATIVE_FILTER_DEFAULT_ROW_LIMIT = 1000

# pages load nothing from elsewhere: Superset's picture that counts visits would be
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
