"""The project's settings as the suite needs them: a data folder of its own, and nothing slow that is not under test."""

import atexit
import os
import shutil
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="forewarned-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
for name in ("DEBUG", "FOUR_EYES", "SECRET_KEY", "SITE_URL", "PORT", "WORKERS", "THREADS"):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files come from where they are written; tests/test_static.py runs the real storage.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# Each test has an archive of its own, but they share a process; what keeps figures is tested with a cache of its own.
CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in CACHES}

# Threads of their own would outlive a test and its database; tests of the index switch it on.
INDEX_IN_BACKGROUND = False

if "pool" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["pool"] |= {"min_size": 0}
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # Threads of a live server share one database in memory, in which readers do not wait but fail.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA read_uncommitted=ON;"
