"""Envelopes as a browser seals them (static/js/envelope.js), from their description alone."""

import base64
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contactreductie.core import sealing

INFO = b"contactreductie envelope 1"


def sealed(content: bytes, *, context: str) -> dict[str, Any]:
    """By a fixed key of the sender, so that the same content gives the same envelope."""
    own = ec.derive_private_key(12345, ec.SECP256R1())
    numbers = own.public_key().public_numbers()
    epk = {"kty": "EC", "crv": "P-256"}
    epk |= {"x": b64url(numbers.x.to_bytes(32)), "y": b64url(numbers.y.to_bytes(32))}
    server = sealing.public_key_jwk()
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _point(server))
    kdf = HKDF(hashes.SHA256(), length=32, salt=_point(epk) + _point(server), info=INFO)
    shared = kdf.derive(own.exchange(ec.ECDH(), key))
    data = AESGCM(shared).encrypt(bytes(12), content, context.encode())
    return {"v": 1, "epk": epk, "iv": b64url(bytes(12)), "data": b64url(data)}


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(jwk: dict[str, str]) -> bytes:
    return b"\x04" + from_b64url(jwk["x"]) + from_b64url(jwk["y"])
