"""Short names for texts, by their content."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """The first twelve hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
