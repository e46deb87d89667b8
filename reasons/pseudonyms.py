"""Customer keys: a keyed hash of the customer reference (C-6). Pure.

HMAC-SHA-256 cut to 192 bits: without the secret nobody can find the reference by guessing, and
two references share a key with a chance far below one in 10^40.
"""

import base64
import hashlib
import hmac
import re

MAX_REFERENCE_LENGTH = 60
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9@._+/-]*")
PSEUDONYM = re.compile(r"key:([A-Za-z0-9_-]{32})")


def normalise(reference: str) -> str:
    """The reference as it is hashed: spaces out, capitals; ValueError when it is not one."""
    text = "".join(reference.split()).upper()
    if len(text) > MAX_REFERENCE_LENGTH or not REFERENCE.fullmatch(text):
        raise ValueError("not a customer reference")
    return text


def customer_key(reference: str, *, secret: str) -> str:
    """The 32-character key of a reference; `key:…` as written in files of rejected rows stays."""
    if match := PSEUDONYM.fullmatch(reference.strip()):
        return match[1]
    digest = hmac.digest(secret.encode(), normalise(reference).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:24]).decode()


def masked(reference: str, *, secret: str) -> str:
    """The form in which a reference may be stored beside a rejected row."""
    return f"key:{customer_key(reference, secret=secret)}"
