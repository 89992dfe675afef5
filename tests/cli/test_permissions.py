from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.ordinary_user


@pytest.fixture
def closed_home(home: Path) -> Iterator[Path]:
    """A state folder into which nobody but root may write."""
    home.mkdir()
    home.chmod(0o555)
    yield home
    home.chmod(0o755)


def test_a_verdict_is_given_and_said_to_be_lost(cli: Cli, closed_home: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 15\n")
    result = cli("check", "how-many", str(answer))
    assert result.code == 0
    assert "Passed" in result.out
    assert str(closed_home) in result.err


def test_a_draft_that_cannot_be_started_is_said(cli: Cli, closed_home: Path) -> None:
    result = cli("edit", "how-many")
    assert (result.code, result.out) == (3, "")
    assert str(closed_home) in result.err


def test_an_answer_that_may_not_be_read_is_named(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 15\n")
    answer.chmod(0)
    result = cli("check", "how-many", str(answer))
    assert result.code == 2
    assert f"{answer} cannot be read: Permission denied" in result.err


def test_a_crash_is_logged_elsewhere(
    cli: Cli, closed_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuitutor.cli.session.Session.store", property(lambda self: 1 / 0))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = cli("list")
    assert result.code == 3
    (log,) = tmp_path.glob("tuitutor-crash-*.log")
    assert str(log) in result.err


@pytest.mark.parametrize("command", ["list", "next"])
def test_a_journal_that_may_not_be_read_is_said(cli: Cli, home: Path, command: str) -> None:
    cli("hint", "how-many")
    [journal] = home.glob("small/journal/*.jsonl")
    journal.chmod(0)
    result = cli(command)
    assert result.code == 0
    assert "how-many" in result.out
    assert f"Some progress is missing: {journal} cannot be read: Permission denied" in result.err
