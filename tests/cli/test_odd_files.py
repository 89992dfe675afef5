"""Whatever lies where a command reads a file that its user names: it ends, and says what is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.planted import PLANTS, bounds, put

NO_FILE = ("a pipe", "without an end", "a terminal", "a link to itself", "a link to nowhere", "a folder", "3 GB")


@pytest.fixture
def graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in", "ada_how-many.py").write_text("# answer: 15\n")
    cli("grade", "in", "-o", "out", "--exercise", "how-many")


NAMED: dict[str, tuple[str, ...]] = {
    "class.csv": ("report", "out", "--roster", "class.csv"),
    "names.csv": ("grade", "in", "-o", "out", "--learners", "names.csv"),
    "answer.py": ("check", "how-many", "answer.py"),
    "answer.ipynb": ("check", "how-many", "answer.ipynb"),
    "theirs.py": ("check", "how-many", "theirs.py", "--untrusted", "--trust-course"),
    "week.ipynb": ("import", "week.ipynb", "--course", "new"),
    "week.py": ("import", "week.py", "--course", "new"),
    "week.md": ("import", "week.md", "--course", "new"),
    "mine.tar.gz": ("move", "mine.tar.gz"),
    "points.csv": ("play", "--csv", "points.csv", "--epochs", "1"),
    "lesson.md": ("lint", "lesson.md"),
}


@pytest.mark.long
@pytest.mark.usefixtures("graded")
@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_a_command_names(cli: Cli, name: str) -> None:
    for plant in PLANTS:
        path = Path(name)
        output = odd(cli, path, plant, NAMED[name])
        assert plant not in NO_FILE or name in output, (plant, output)
        path.unlink(missing_ok=True) if not path.is_dir() or path.is_symlink() else path.rmdir()


@pytest.mark.usefixtures("graded")
def test_a_pipe_of_the_users_own_shell_is_read(cli: Cli) -> None:
    """As in: tuitutor check how-many <(echo "# answer: 15")."""
    ours, its = os.pipe()
    with os.fdopen(ours), os.fdopen(its, "w") as writer:
        writer.write("# answer: 15\n")
        writer.close()
        assert cli("check", "how-many", f"/dev/fd/{ours}").code == 0


def odd(cli: Cli, path: Path, plant: str, words: tuple[str, ...]) -> str:
    """What the command says."""
    put(plant, path)
    with bounds(30):
        done = cli(*words)
    output = f"{done.out} {done.err}"
    assert done.code in ((1, 2) if plant in NO_FILE else (0, 1, 2)), (plant, output)
    assert "because of a bug" not in output, plant
    assert len(output) < 20_000, plant
    return output
