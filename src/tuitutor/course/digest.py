"""Short names for texts, by their content."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """Twelve hexadecimal digits that stand for the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
