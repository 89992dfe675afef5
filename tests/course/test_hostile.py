"""Whatever somebody's course is made of, reading it ends soon and in little memory, with a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.course.hostile_courses import ONE, SLOW, TOO_MUCH, Files, write
from tests.course.lesson_texts import FRONT
from tuitutor.authoring.proofreading import SECONDS, flaws_in
from tuitutor.course.load import load_course

MOST_MEGABYTES = 500
Run = Callable[..., str]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    tmp_path = tmp_path_factory.mktemp("home")
    environ = {**os.environ, "TUITUTOR_DATA_DIR": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "tests.course.linting"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ) as process:
        yield process


@pytest.fixture
def run(server: subprocess.Popen[str]) -> Run:
    """What a command says; it must end by itself, in a few seconds and little memory."""

    def run(*words: str, code: int | None = None) -> str:
        assert server.stdin is not None
        assert server.stdout is not None
        print(json.dumps(words), file=server.stdin, flush=True)
        result = json.loads(server.stdout.readline())
        text: str = result["output"]
        assert result["code"] in ((0, 1, 2) if code is None else (code,)), text[-2000:]
        assert "because of a bug" not in text
        assert "Traceback" not in text
        assert result["megabytes"] < MOST_MEGABYTES
        assert len(text) < 150_000
        return text

    return run


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused_in_a_sentence(name: str, run: Run, tmp_path: Path) -> None:
    files, sentence = TOO_MUCH[name]
    folder = write(tmp_path / "bad", files)
    assert sentence in run("lint", str(folder), code=2)
    assert not (folder / "PWNED").exists()
    assert not Path("PWNED").exists()


@pytest.mark.sampled(15)
@pytest.mark.parametrize("name", SLOW)
@pytest.mark.long
def test_what_is_slow_to_read_is_read_in_time(name: str, run: Run, tmp_path: Path) -> None:
    run("lint", str(write(tmp_path / "bad", SLOW[name])))


SHOWN = ["a lesson of 5 MB", "a paragraph of 100,000", "a data.py that is a pipe", "aliases of aliases"]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("words", [("list",), ("show", "l0"), ("next",)])
@pytest.mark.parametrize("files", [TOO_MUCH[name][0] for name in SHOWN] + [SLOW["nothing but '> - '"]])
def test_so_is_it_by_every_command(words: tuple[str, ...], files: Files, run: Run, tmp_path: Path) -> None:
    run("--course", str(write(tmp_path / "bad", files)), *words)


def test_nothing_is_shown_of_a_lesson_that_is_too_much(tmp_path: Path) -> None:
    [lesson] = load_course(write(tmp_path / "bad", TOO_MUCH["a paragraph of 100,000"][0])).lessons
    assert lesson.blocks == ()
    assert len(lesson.problems) == 1


def test_proofreading_stops_in_time_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: Mapping[str, str] = {
        "myst.yml": f"{ONE}    - file: l1.md\n",
        "l0.md": f"{FRONT}[a](l1.md#b)",
        "l1.md": FRONT,
    }
    course = load_course(write(tmp_path / "bad", files))
    assert [flaw.text for flaw in flaws_in(course, course.lessons)] == [
        "l1.md has no heading or label 'b'; there are none here"
    ]
    spent = iter([0.0, 0.0, SECONDS, 0.0, 0.0, 0.0])
    monkeypatch.setattr("time.process_time", lambda: next(spent))
    [flaw] = flaws_in(course, course.lessons)
    assert (flaw.path.name, flaw.text) == ("l1.md", "not proofread: the lessons before it took too long")
