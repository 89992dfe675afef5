from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.cli.answers import LARGEST


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the answer is empty"),
        (b" \n\t\n", "the answer is empty"),
        (b"a = 1\nb = 'caf\xe9'\n", ":2: byte 0xe9 is not UTF-8"),
        (b"#" * (LARGEST + 1), "too large"),
    ],
)
@pytest.mark.parametrize("command", ["check", "run"])
def test_a_file_that_is_no_answer(cli: Cli, tmp_path: Path, command: str, content: bytes, sentence: str) -> None:
    file = tmp_path / "answer.py"
    file.write_bytes(content)
    result = cli(command, "how-many", str(file))
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"tuitutor: {file}")
    assert sentence in result.err
    assert len(result.err.splitlines()) == 1


def test_a_file_that_is_not_there(cli: Cli, tmp_path: Path) -> None:
    result = cli("check", "how-many", str(tmp_path / "none.py"))
    assert (result.code, result.out) == (2, "")
    assert f"{tmp_path / 'none.py'}: cannot be read: No such file" in result.err


def test_a_folder_is_no_answer(cli: Cli, tmp_path: Path) -> None:
    assert cli("check", "how-many", str(tmp_path)).code == 2


def test_no_draft_yet_says_how_to_start_one(cli: Cli) -> None:
    result = cli("check", "how-many")
    assert result.code == 2
    assert "There is no draft of 'how-many' yet: tuitutor edit how-many starts one." in result.err


def test_a_draft_that_is_not_utf8_is_named(cli: Cli, drafts: Path) -> None:
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_bytes(b"# answer: 15\n\xff\n")
    result = cli("check", "how-many")
    assert result.code == 3
    assert f"{drafts / 'how-many.py'}:2:" in result.err


def test_standard_input_is_an_answer(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    windows_text = b"\xef\xbb\xbf# answer: 15\r\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(windows_text)))
    assert cli("check", "how-many", "-").code == 0
