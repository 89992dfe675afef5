"""The largest lesson is read; one with a little more says what is too much, and where."""

from __future__ import annotations

import pytest

from tuitutor.course.findings import excess

TABLE = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("most", "more", "line", "message"),
    [
        ("a\n" * 3_000, "a\n" * 3_001, 3_001, "found 3,002 lines; split the lesson, the limit is 3,000 lines"),
        (f"\n{'a' * 4_000}", f"\n{'a' * 4_001}", 2, "found a line of 4,001 characters; the limit is 4,000"),
        (
            f"b\n\n{'a' * 3_999}\n{'a' * 3_999}\n > \n{'a' * 3_999}",
            f"b\n\n{'a' * 3_999}\n{'a' * 3_999}\n\\\n{'a' * 3_999}",
            3,
            "found more than 8,000 characters without a blank line",
        ),
        ("|---" * 20 + "|", "b\n" + "|---" * 21 + "|", 2, "found a table of more than 20 columns"),
        (
            TABLE + "| 1 | 2 |\n" * 400 + "\n" + "a\n" * 500,
            TABLE + "| 1 | 2 |\n" * 401,
            2,
            "found a table of more than 400 lines",
        ),
        ("---\n" + "a | b\n" * 500, "---|---\n" + "a | b\n" * 500, 1, "found a table of more than 400 lines"),
    ],
)
def test_the_most_that_a_lesson_may_have(most: str, more: str, line: int, message: str) -> None:
    assert excess(most) is None
    found = excess(more)
    assert found is not None
    assert (found[0], message in found[1]) == (line, True), found
