"""The bytes of a file as text."""

from __future__ import annotations

import pytest

from tuitutor.classroom.submissions.texts import decode_answer
from tuitutor.errors import UsageError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mark_says_how_a_text_is_encoded(encoding: str) -> None:
    assert decode_answer("x = 'ä'\r\n".encode(encoding), "a.py") == "x = 'ä'\n"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8", "x = 'ä'".encode("utf-16-le")])
def test_what_is_neither_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="save the file as UTF-8"):
        decode_answer(data, "a.py")
