"""The answer to a question, which is a comment in the draft: `# answer: 12`."""

from __future__ import annotations

from tuitutor.grading.question import ANSWER_LINE


def with_answer(text: str, answer: str) -> str:
    """The draft with this answer in place of the old one, or as a new first line."""
    line = f"# answer: {answer}"
    old = ANSWER_LINE.search(text)
    if old is None:
        return f"{line}\n{text}"
    # A second answer would contradict the one that was just chosen.
    return text[: old.start()] + line + ANSWER_LINE.sub("", text[old.end() :])
