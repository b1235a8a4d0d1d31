"""Keys for each purpose, derived from the installation's one secret (HKDF-SHA256, RFC 5869), and sealing with one."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose ('audit', 'backup', 'web'); knowing one says nothing of another."""
    return HKDF(SHA256(), 32, salt=None, info=f"curbside/{purpose}".encode()).derive(secret)


def seal(key: bytes, text: str, label: str) -> bytes:
    """Encrypted under the key and bound to its label (AES-256-GCM, RFC 5116): nonce, then ciphertext."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), label.encode())


def unseal(key: bytes, sealed: bytes, label: str) -> str | None:
    """What was sealed; None where the key or the label is another, or a byte was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], label.encode()).decode()
    except InvalidTag:
        return None
