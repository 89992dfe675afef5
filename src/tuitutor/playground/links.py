"""Links to the playground in a lesson: ours opens in the state that they describe."""

from __future__ import annotations

import re
from collections.abc import Iterator

HOST = "playground.tensorflow.org"
_LINK = re.compile(rf"(?:\[([^\]]+)\]\(\s*<?|<|\b)?(https?://{re.escape(HOST)}/?(?:#[^\s<>)\]]*)?)")


def play_links(text: str) -> Iterator[tuple[str, str]]:
    """The addresses of playgrounds in some Markdown, each once, with the link's words or ""."""
    found: dict[str, str] = {}
    for match in _LINK.finditer(text):
        found.setdefault(match[2].rstrip(".,;"), " ".join((match[1] or "").split()))
    return iter(found.items())
