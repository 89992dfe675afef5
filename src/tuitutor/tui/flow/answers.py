"""The answer to a question, which is a comment in the draft: `# answer: 12`."""

from __future__ import annotations

import re

_ANSWER = re.compile(r"^[ \t]*#[ \t]*answer:[ \t]*(.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


def written_answer(text: str) -> str:
    """The answer that stands in the draft; "" where there is none."""
    found = _ANSWER.search(text)
    return found[1] if found else ""


def with_answer(text: str, answer: str) -> str:
    """The draft with this answer in place of the old one, or as a new first line."""
    line = f"# answer: {answer}"
    if _ANSWER.search(text):
        return _ANSWER.sub(lambda _: line, text, count=1)
    return f"{line}\n{text}"
