"""Short names for texts, by their content."""

from __future__ import annotations

try:  # as `random` does: `hashlib` loads OpenSSL, a hundredth of the app's start
    from _sha2 import sha256  # type: ignore[import-not-found]  # of Python 3.12 and later
except ImportError:
    from hashlib import sha256


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal digits."""
    digits: str = sha256(data).hexdigest()
    return digits


def digest(text: str) -> str:
    """The first twelve hexadecimal digits of the text's SHA-256."""
    return sha256_hex(text.encode("utf-8", "surrogatepass"))[:12]
