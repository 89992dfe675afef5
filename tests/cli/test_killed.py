"""Commands that are killed at any moment lose nothing, leave nothing running, and go on when they are given again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.authoring.exchange.notebooks import code, notebook, text
from tests.cli.conftest import COUNTS, READING
from tests.processes import stat
from tests.small_course import write_course
from tests.waiting import wait_until

ANSWER = "# answer: 15\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a course and a learner's state."""

    folder: Path

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("TUITUTOR_")}
        environ |= {"TUITUTOR_COURSE": "course", "TUITUTOR_DATA_DIR": "data", "HOME": str(self.folder)}
        environ |= {"TMPDIR": str(self.folder / "tmp"), "TUITUTOR_LEARNER": "ada"}
        program = str(Path(sys.executable).with_name("tuitutor"))
        output = (self.folder / "said").open("wb")
        with output:
            return subprocess.Popen(
                [program, *words],
                cwd=self.folder,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def run(self, *words: str) -> str:
        code = self.start(*words).wait(60)
        output = (self.folder / "said").read_text()
        assert code in (0, 1), (words, output)
        assert "because of a bug" not in output
        return output

    def kill(self, words: Sequence[str], seconds: float) -> None:
        """Kill the command after some time, if it still runs, and see that nothing of it is left."""
        process = self.start(*words)
        time.sleep(seconds)  # at no special moment
        process.kill()
        process.wait()
        wait_until(lambda: not in_session(process.pid), 30)

    def kept(self) -> Mapping[str, bytes]:
        """The learner's drafts and attempts."""
        found = [path for part in ("drafts", "attempts") for path in (self.folder / "data" / "small" / part).rglob("*")]
        return {path.name: path.read_bytes() for path in found if path.is_file() and not path.name.startswith(".")}


def in_session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = stat(folder.name)
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != b"Z":
            found.append(int(folder.name))
    return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "data" / "small" / "drafts").mkdir(parents=True)
    (tmp_path / "data" / "small" / "drafts" / "how-many.py").write_text(ANSWER)
    write_course(tmp_path / "course", {"Counting": {"counts.md": COUNTS, "reading.md": READING}})
    return Place(tmp_path)


def checks(place: Place) -> None:
    assert "Passed: 1 of 1 check" in place.run("check", "how-many")
    assert place.kept()["how-many.py"] == ANSWER.encode()
    assert "1 passed" in place.run("submit", "-o", "mine.zip", "--overwrite")


def submits(place: Place) -> None:
    place.run("submit", "-o", "mine.zip", "--overwrite")
    assert (place.folder / "mine.zip").stat().st_size > 100


def moves_out(place: Place) -> None:
    place.run("move", "-o", "all.tar.gz", "--overwrite")
    assert place.kept()["how-many.py"] == ANSWER.encode()


def moves_in(place: Place) -> None:
    place.run("move", "theirs.tar.gz")
    assert {"how-many.py", "other.py"} <= place.kept().keys()
    assert place.kept()["how-many.py"] == ANSWER.encode()


def imports(place: Place) -> None:
    if not (place.folder / "new" / "week.md").exists():
        place.run("import", "week.ipynb", "--course", "new")
    assert "Week" in place.run("--course", "new", "list")
    assert (place.folder / "new" / "week.md").read_text().count("a = 1") == 1


def grades(place: Place) -> None:
    place.run("grade", "handed-in", "-o", "graded", "--course", "course", "--allow-unisolated", "--trust-course")
    rows = (place.folder / "graded" / "grades.csv").read_text().splitlines()
    assert sum(",passed," in row for row in rows) == 3, rows


KILLED: dict[str, tuple[tuple[str, ...], Callable[[Place], None]]] = {
    "check": (("check", "how-many"), checks),
    "submit": (("submit", "-o", "mine.zip", "--overwrite"), submits),
    "move out": (("move", "-o", "all.tar.gz", "--overwrite"), moves_out),
    "move in": (("move", "theirs.tar.gz"), moves_in),
    "import": (("import", "week.ipynb", "--course", "new"), imports),
    "grade": (
        ("grade", "handed-in", "-o", "graded", "--course", "course", "--allow-unisolated", "--trust-course"),
        grades,
    ),
}


def prepare(place: Place, other: Path) -> None:
    """What the commands are about."""
    (place.folder / "week.ipynb").write_text(notebook(text("# Week"), code("a = 1")))
    for who in ("ada", "bob", "cy"):
        (place.folder / "handed-in" / who).mkdir(parents=True)
        (place.folder / "handed-in" / who / "how-many.py").write_text(ANSWER)
    (other / "tmp").mkdir(parents=True)
    theirs = Place(other)
    write_course(other / "course", {"Counting": {"counts.md": COUNTS, "reading.md": READING}})
    (other / "data" / "small" / "drafts").mkdir(parents=True)
    for name in ("how-many", "other"):
        (other / "data" / "small" / "drafts" / f"{name}.py").write_text(f"# of {name}\n")
    theirs.run("move", "-o", str(place.folder / "theirs.tar.gz"))


def kill_at_random(place: Place, name: str, other: Path, times: int, random: Random) -> None:
    prepare(place, other)
    words, holds = KILLED[name]
    began = time.monotonic()
    place.start("--version").wait()
    start = time.monotonic() - began
    for _ in range(times):
        place.kill(words, random.uniform(0.2, 3) * start)
    holds(place)
    holds(place)
    assert not list((place.folder / "tmp").iterdir())


@pytest.mark.spine
@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", KILLED)
def test_a_command_that_is_killed_goes_on_when_given_again(place: Place, tmp_path: Path, name: str) -> None:
    kill_at_random(place, name, tmp_path / "other", 3, Random(name))


@pytest.mark.soak
@pytest.mark.parametrize("name", KILLED)
def test_forty_kills_of_each(place: Place, tmp_path: Path, name: str) -> None:
    kill_at_random(place, name, tmp_path / "other", 40, Random(f"{name} soak"))
