from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.classroom.submissions.texts import LARGEST


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the answer is empty"),
        (b" \n\t\n", "the answer is empty"),
        (b"a = 1\nb = 'caf\xe9'\n", "byte 0xe9 in line 2 is not UTF-8"),
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
    assert f"{tmp_path / 'none.py'} cannot be read: No such file" in result.err


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


@pytest.mark.parametrize("tags", [[], ["how-many"]])
def test_a_notebook_is_an_answer(cli: Cli, tmp_path: Path, tags: list[str]) -> None:
    cells = [
        {"cell_type": "code", "source": "print(weights)", "metadata": {"tags": []}, "execution_count": None},
        {"cell_type": "code", "source": ["# answer: 15\n"], "metadata": {"tags": tags}, "execution_count": None},
    ]
    file = tmp_path / "homework.ipynb"
    file.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    assert cli("check", "how-many", str(file)).code == 0


def test_a_lesson_that_was_worked_on_elsewhere_is_an_answer(cli: Cli, course: Path, tmp_path: Path) -> None:
    file = tmp_path / "counts.md"
    file.write_text((course / "counts.md").read_text())
    untouched = cli("check", "how-many", str(file))
    assert untouched.code == 2
    assert f"{file}: it has nothing but the lesson's own cells" in untouched.err
    file.write_text(file.read_text().replace("# answer:\n", "# answer: 15\n"))
    assert cli("check", "how-many", str(file)).code == 0
    file.write_text(file.read_text().replace("# answer: 15\n", "# answer: 9\n"))
    assert cli("check", "how-many", str(file)).code == 1
