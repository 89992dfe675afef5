"""`move`: out of one machine and into another, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.progress.states import FOLDER, States


@pytest.fixture
def file(cli: Cli, drafts: Path, tmp_path: Path) -> Path:
    """What was moved out of the state with a draft that passed."""
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_text("# answer: 15\n")
    cli("check", "how-many")
    file = tmp_path / "mine.tar.gz"
    result = cli("move", "-o", str(file))
    assert result.code == 0
    assert result.out.startswith(f"Wrote {file}:\n  small: 1 draft, 1 attempt, ")
    return file


@pytest.fixture
def there(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another machine's data folder, from now on."""
    there = tmp_path / "there"
    monkeypatch.setenv("TUITUTOR_DATA_DIR", str(there))
    return there


@pytest.mark.spine
def test_a_pass_and_its_draft_are_there(cli: Cli, file: Path, there: Path) -> None:
    result = cli("move", str(file))
    assert result.code == 0
    assert result.out.startswith("New here:\n  small: 1 draft, 1 attempt, ")
    assert (there / "small" / "drafts" / "how-many.py").read_text() == "# answer: 15\n"
    assert cli("list", "--json").document["passed"] == 1
    assert cli("move", str(file)).out == f"Nothing in {file} is new here.\n"


def test_a_draft_that_differs_is_named(cli: Cli, file: Path, there: Path) -> None:
    drafts = there / "small" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_text("# answer: 9\n")
    result = cli("move", str(file))
    copy = drafts / "how-many.other-1.py"
    assert result.out.endswith(f"This draft differs from the one that was here, so it is kept beside it: {copy}\n")
    assert (copy.read_text(), (drafts / "how-many.py").read_text()) == ("# answer: 15\n", "# answer: 9\n")


@pytest.mark.long
def test_states_of_the_playground_move_too(
    cli: Cli, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    States(home / FOLDER).save("mine", "dataset=xor")
    file = tmp_path / "mine.tar.gz"
    assert cli("move", "-o", str(file)).out == f"Wrote {file}:\n  playground: 1 saved state\n"
    monkeypatch.setenv("TUITUTOR_DATA_DIR", str(tmp_path / "there"))
    assert cli("move", str(file)).out == "New here:\n  playground: 1 saved state\n"
    assert States(tmp_path / "there" / FOLDER).named("mine") == "dataset=xor"
    assert cli("move", str(file)).out == f"Nothing in {file} is new here.\n"


def test_a_course_that_is_named_moves_alone(cli: Cli, file: Path, home: Path, course: Path, tmp_path: Path) -> None:
    (home / "other" / "drafts").mkdir(parents=True)
    (home / "other" / "drafts" / "a.py").write_text("1")
    every = cli("move", "-o", str(tmp_path / "a.tar.gz"))
    one = cli("move", "-o", str(tmp_path / "b.tar.gz"), "--course", str(course))
    assert ("other: 1 draft" in every.out, "other:" in one.out) == (True, False)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ((), "Name the FILE to bring in, or one to write with -o FILE."),
        (("a.tar.gz", "-o", "b.tar.gz"), "Name the FILE to bring in"),
        (("a.tar.gz", "--overwrite"), "--overwrite goes with -o FILE."),
        (("a.tar.gz",), "a.tar.gz cannot be read: No such file or directory."),
        (("-o", "a.tar.gz"), "there is nothing to move"),
    ],
)
def test_what_does_not_fit(
    cli: Cli, args: tuple[str, ...], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli("move", *args)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err
    assert not (tmp_path / "a.tar.gz").exists()


def test_a_file_is_not_written_over(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    result = cli("move", "-o", str(file))
    assert result.code == 2
    assert "replace it with --overwrite" in result.err
    assert file.read_bytes() == before
    assert cli("move", "-o", str(file), "--overwrite").code == 0
