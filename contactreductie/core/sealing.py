"""Sealed data: what leaves the server, or has to wait outside it, and only the server may read.

All keys come out of SECRET_KEY, one per purpose, so that every web process has the same ones and
none is stored. What is sealed under a former SECRET_KEY can be opened while that stands in
SECRET_KEY_FALLBACKS; new data is sealed with SECRET_KEY only.
"""

import base64
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

CURVE = ec.SECP256R1()
# The number of points of P-256 (FIPS 186-5): a private key is any number from 1 to one below it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
COORDINATE_BYTES, NONCE_BYTES, KEY_BYTES = 32, 12, 32
ENVELOPE = b"contactreductie envelope 1"
BASE64URL = re.compile("[A-Za-z0-9_-]*")


class Unsealable(ValueError):
    """Forged, damaged, too old, or sealed for something else or by other keys."""


# --- Data that comes back to the server itself -------------------------------------------------


def seal(data: dict[str, Any], *, purpose: str, now: datetime) -> str:
    """JSON data as a URL-safe text that says nothing and cannot be changed (Fernet)."""
    content = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    return _fernet(purpose).encrypt_at_time(content, int(now.timestamp())).decode()


def unseal(text: str, *, purpose: str, max_age: timedelta, now: datetime) -> dict[str, Any]:
    """What was sealed for this purpose, at most `max_age` ago; else Unsealable."""
    try:
        content = _fernet(purpose).decrypt_at_time(
            text.encode(), int(max_age.total_seconds()), int(now.timestamp())
        )
    except (InvalidToken, ValueError) as error:
        raise Unsealable from error
    data: dict[str, Any] = json.loads(content)
    return data


def _fernet(purpose: str) -> MultiFernet:
    info = b"contactreductie seal " + purpose.encode()
    keys = [_derived(secret, info, KEY_BYTES) for secret in _secrets()]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


# --- Envelopes: sealed by a browser (static/js/envelope.js) -------------------------------------


def public_key_jwk() -> dict[str, str]:
    """The key to which browsers seal; public."""
    numbers = _private_key(settings.SECRET_KEY).public_key().public_numbers()
    x, y = (_to_base64url(value.to_bytes(COORDINATE_BYTES)) for value in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def open_envelope(envelope: object, *, context: str) -> bytes:
    """The content of `{"v": 1, "epk": JWK, "iv": …, "data": …}`; else Unsealable.

    ECDH on P-256 with a key that the browser made for this envelope alone, HKDF-SHA-256,
    AES-256-GCM. `context` must be the one it was sealed with.
    """
    try:
        sender, nonce, data = _parts(envelope)
        bound_to = context.encode()
    except (KeyError, TypeError, ValueError) as error:
        raise Unsealable from error
    for secret in _secrets():
        cipher = AESGCM(_envelope_key(_private_key(secret), sender))
        try:
            return cipher.decrypt(nonce, data, bound_to)
        except InvalidTag:
            continue
    raise Unsealable


def _parts(envelope: Any) -> tuple[ec.EllipticCurvePublicKey, bytes, bytes]:
    """The sender's key, the nonce and the sealed data; KeyError, TypeError or ValueError."""
    if envelope["v"] != 1 or (envelope["epk"]["kty"], envelope["epk"]["crv"]) != ("EC", "P-256"):
        raise ValueError("another kind of envelope")
    nonce, data = _from_base64url(envelope["iv"]), _from_base64url(envelope["data"])
    x, y = (_from_base64url(envelope["epk"][name]) for name in ("x", "y"))
    if (len(x), len(y), len(nonce)) != (COORDINATE_BYTES, COORDINATE_BYTES, NONCE_BYTES):
        raise ValueError("not the lengths of P-256 and AES-GCM")
    point = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), CURVE)
    return point.public_key(), nonce, data


def _envelope_key(own: ec.EllipticCurvePrivateKey, sender: ec.EllipticCurvePublicKey) -> bytes:
    """The key that sender and server share; the salt ties it to both their public keys."""
    salt = _point(sender) + _point(own.public_key())
    shared = own.exchange(ec.ECDH(), sender)
    return HKDF(hashes.SHA256(), length=KEY_BYTES, salt=salt, info=ENVELOPE).derive(shared)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _private_key(secret: str | bytes) -> ec.EllipticCurvePrivateKey:
    """A key pair out of a secret; 16 bytes more than needed make every key equally likely."""
    seed = _derived(secret, b"contactreductie envelope key", COORDINATE_BYTES + 16)
    return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, CURVE)


# --- Secrets and texts -------------------------------------------------------------------------


def _secrets() -> Iterator[str | bytes]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _derived(secret: str | bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=None, info=info).derive(force_bytes(secret))


def _to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _from_base64url(text: Any) -> bytes:
    if not isinstance(text, str) or not BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
