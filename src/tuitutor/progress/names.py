"""Names from course files (labels, ids) -> names of files, which no two of them share."""

from __future__ import annotations

import hashlib
import re

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_SLUG_LENGTH = 40


def file_stem(name: str) -> str:
    """`name` itself where it is a plain one, else a readable stump, "~" and a hash of it.

    Never empty, at most 64 characters of [a-z0-9_~-], starting with a letter or digit: no path can be smuggled in, and
    two names give two stems, also where the file system ignores case. Plain names have no "~", so the kinds stay apart.
    """
    if _PLAIN.fullmatch(name):
        return name
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_SLUG_LENGTH]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{slug or 'unnamed'}~{digest}"
