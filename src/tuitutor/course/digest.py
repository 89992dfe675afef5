"""Short names for texts, by their content."""

from __future__ import annotations

try:  # as `random` does: `hashlib` loads OpenSSL, a hundredth of the app's start
    from _sha2 import sha256  # type: ignore[import-not-found]  # of Python 3.12 and later
except ImportError:
    from hashlib import sha256


def digest(text: str) -> str:
    """The first twelve hexadecimal digits of the text's SHA-256."""
    found: str = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return found
