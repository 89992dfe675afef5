"""What the coach says of a message alone, without a program that raised it."""

from __future__ import annotations

from tuitutor.coach import advise
from tuitutor.protocol.raised import ErrorInfo, Frame

Case = tuple[str, str, str, str]
"""Kind, message, the answer (of one line), and words that are said; "" for nothing at all."""


def said(
    kind: str,
    message: str,
    answer: str = "",
    line: int = 1,
    traceback: str = "",
    setup: str = "",
    apart: tuple[str, ...] = (),
) -> str:
    """The words about an error in a line of the answer; "" where there are none."""
    lines = answer.splitlines() or [""]
    frames = (Frame("answer.py", line, "<module>", f"    {lines[line - 1]}"),)
    advice = advise(ErrorInfo(kind, message, frames, traceback), (), (), answer, setup, apart=apart)
    assert len(advice) <= 1
    assert all(each.line == line for each in advice)
    return " ".join(f"{each.why} {each.try_}" for each in advice)
