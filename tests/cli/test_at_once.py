"""Two sessions and commands at once on one state: nothing is lost, nothing is torn, and nobody is told of a bug."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli import test_killed
from tests.cli.test_killed import ANSWER, Place, prepare
from tuitutor.progress.store import Store

place = test_killed.place
COMMANDS = [
    *(("check", "how-many"), ("move", "-o", "all.tar.gz", "--overwrite"), ("move", "theirs.tar.gz"), ("list",)),
    *(("submit", "-o", "mine.zip", "--overwrite"), ("show", "--attempts", "how-many")),
]
# A session as the app has it, which types, is graded and looks at what the others do, until its time is over.
SESSION = """
import sys, time
from pathlib import Path
from tests.progress.stores import attempted
from tuitutor.progress.store import Store

root, name, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
store, end, number = Store.open(root, "small"), time.monotonic() + seconds, 0
while time.monotonic() < end:
    number += 1
    for label in (name, "shared"):
        store.save_draft(label, f"# {name} {number}\\n" * 40)
        attempted(store, "failed" if number % 2 else "passed", label)
    if number % 5 == 0:
        store.drafts.news(store.draft_path("shared"))
        store.progress()
        store.attempts.read("shared")
        store.tidy()
        store.flush()
store.flush()
print(number, store.problem)
"""


def use_at_once(place: Place, other: Path, seconds: float) -> None:
    prepare(place, other)
    root = place.folder / "data"
    sessions = {
        name: subprocess.Popen(
            [sys.executable, "-c", SESSION, str(root), name, str(seconds)], stdout=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    }
    end, checks = time.monotonic() + seconds, 0
    try:
        while not checks or time.monotonic() < end:
            for words in COMMANDS:
                place.run(*words)
            checks += 1
    finally:
        said = {name: process.communicate(timeout=60)[0].split() for name, process in sessions.items()}
    assert all(len(words) == 1 for words in said.values()), said  # a number, and no problem
    numbers = {name: int(words[0]) for name, words in said.items()}
    fresh = Store.open(root, "small")
    known = fresh.progress()
    for name, number in numbers.items():
        assert number > 5
        assert known.exercise(name).attempts == number
        assert fresh.draft(name) == f"# {name} {number}\n" * 40
    assert known.exercise("shared").attempts == sum(numbers.values())
    assert known.exercise("how-many").attempts == checks
    assert fresh.draft("how-many") == ANSWER
    drafts = fresh.draft_path("shared").parent
    texts = {path.read_text() for path in drafts.glob("shared*.py")}
    assert all(f"# {name} {number}\n" * 40 in texts for name, number in numbers.items())
    assert all(len(set(text.splitlines())) == 1 and text.count("\n") == 40 for text in texts)  # none is torn
    assert not [path for path in (root / "small").rglob(".*") if path.is_file()]
    assert not fresh.problem
    assert not fresh.missing


@pytest.mark.long
def test_for_some_seconds(place: Place, tmp_path: Path) -> None:
    use_at_once(place, tmp_path / "other", 6.0)


@pytest.mark.soak
def test_for_ten_minutes(place: Place, tmp_path: Path) -> None:
    use_at_once(place, tmp_path / "other", 600.0)
