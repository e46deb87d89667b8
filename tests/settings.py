"""The product's settings with what tests need instead: own data folder, quick hashing, no mail.

DATABASE_URL and CELERY_BROKER_URL choose the engine and the broker, as in the product; without
them it is SQLite and the embedded queue.
"""

import atexit
import os
import shutil
import tempfile

TEST_ROOT = "CONTACTREDUCTIE_TEST_ROOT"
"""Names the folder of this test run; the processes of one run share it."""

if TEST_ROOT not in os.environ:
    os.environ[TEST_ROOT] = tempfile.mkdtemp(prefix="contactreductie-test-")
    atexit.register(shutil.rmtree, os.environ[TEST_ROOT], ignore_errors=True)

os.environ["DATA_DIR"] = tempfile.mkdtemp(dir=os.environ[TEST_ROOT])
os.environ["SECRET_KEY"] = "tests-only-" + "s" * 40
os.environ["CUSTOMER_KEY_SECRET"] = "tests-only-" + "c" * 40
for name in (
    *("ALLOWED_HOSTS", "BASE_URL", "CACHE_URL", "DEBUG", "EMAIL_URL", "HTTPS"),
    "SECRET_KEY_FALLBACKS",
):
    os.environ.pop(name, None)

from contactreductie.settings import *  # noqa: E402, F403
from contactreductie.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the product: threads and processes of a test see one database.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The live server of a browser test knows files by their own names only.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
