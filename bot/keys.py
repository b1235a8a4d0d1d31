"""Keys for each purpose, derived from the installation's one secret (HKDF-SHA256, RFC 5869)."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose ('audit', 'backup', 'web'); knowing one says nothing of another."""
    return HKDF(SHA256(), 32, salt=None, info=f"curbside/{purpose}".encode()).derive(secret)
