"""Links to the TensorFlow Playground in a lesson; ours opens in the state that they describe."""

from __future__ import annotations

import re
from collections.abc import Iterator

HOST = "playground.tensorflow.org"
_LINK = re.compile(rf"(?:\[([^\]]+)\]\(\s*<?|<|\b)?(https?://{re.escape(HOST)}/?(?:#[^\s<>)\]]*)?)")


def play_links(text: str) -> Iterator[tuple[str, str]]:
    """Each playground address in some Markdown, once, with the link's text or ""."""
    found: dict[str, str] = {}
    for match in _LINK.finditer(text):
        found.setdefault(match[2].rstrip(".,;"), " ".join((match[1] or "").split()))
    return iter(found.items())
