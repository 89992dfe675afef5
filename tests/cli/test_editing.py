from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

STARTER = "# answer:"


def editor(code: str) -> str:
    """An $EDITOR that runs `code` on the `path` of the file."""
    return shlex.join([sys.executable, "-c", f"import pathlib, sys; path = pathlib.Path(sys.argv[1])\n{code}"])


def test_edit_starts_the_draft_from_the_starter(cli: Cli, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", editor("path.write_text(path.read_text().rstrip() + ' 15\\n')"))
    result = cli("edit", "how-many")
    assert result.code == 0
    assert (drafts / "how-many.py").read_text() == f"{STARTER} 15\n"
    assert cli("check", "how-many").code == 0


def test_edit_never_touches_a_draft_that_is_there(cli: Cli, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_text("mine\n")
    monkeypatch.setenv("EDITOR", editor("print(path.read_text())"))
    cli("edit", "how-many")
    assert (drafts / "how-many.py").read_text() == "mine\n"


def test_visual_comes_before_editor(cli: Cli, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", editor("path.write_text('editor')"))
    monkeypatch.setenv("VISUAL", editor("path.write_text('visual')"))
    cli("edit", "how-many")
    assert (drafts / "how-many.py").read_text() == "visual"


@pytest.mark.parametrize(("installed", "used"), [(["vi", "vim"], "vim"), (["vi"], "vi"), (["vi", "nano"], "nano")])
def test_who_named_no_editor_gets_the_easiest_that_is_installed(
    cli: Cli, drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: list[str], used: str
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert "No editor was found; name one" in cli("edit", "how-many").err
    for name in installed:
        (tmp_path / "bin" / name).write_text(f'#!/bin/sh\necho {name} > "$1"\n')
        (tmp_path / "bin" / name).chmod(0o755)
    cli("edit", "how-many")
    assert (drafts / "how-many.py").read_text() == f"{used}\n"


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        ("no-such-editor-anywhere", 2, "cannot be started"),
        ("'unclosed", 2, "unclosed quote"),
        (f"{sys.executable} -c 'raise SystemExit(7)'", 3, "exit code 7"),
    ],
)
def test_an_editor_that_does_not_work(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str, code: int, sentence: str
) -> None:
    monkeypatch.setenv("EDITOR", command)
    result = cli("edit", "how-many")
    assert result.code == code
    assert sentence in result.err


@pytest.mark.parametrize("draft", [b"my = 1\n", b"caf\xe9\n"])
def test_reset_keeps_the_old_draft_and_says_where(cli: Cli, drafts: Path, draft: bytes) -> None:
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_bytes(draft)
    result = cli("reset", "how-many")
    assert result.code == 0
    assert (drafts / "how-many.py").read_text().strip() == STARTER
    backup = Path(result.out.rsplit(" ", 1)[1].strip())
    assert backup.read_bytes() == draft


def test_reset_of_a_starter_keeps_nothing(cli: Cli, drafts: Path) -> None:
    cli("reset", "how-many")
    cli("reset", "how-many")
    assert [path.name for path in drafts.iterdir()] == ["how-many.py"]


def test_a_draft_that_cannot_be_written_is_said(cli: Cli, home: Path) -> None:
    home.write_text("a file where the folder should be")
    result = cli("reset", "how-many")
    assert (result.code, result.out) == (3, "")
    assert str(home) in result.err
