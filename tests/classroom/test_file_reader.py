"""Others' files are read in a subprocess with limits: as in this one, whatever is in them, and without harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.classroom.submissions.conftest import ALONE, LESSON, tree, zipped
from tests.classroom.submissions.in_process import ReaderInProcess
from tests.classroom.submissions.odd_files import odd_file
from tests.patches import patch_subprocesses
from tests.small_course import write_course
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.grading import read_class
from tuitutor.classroom.submissions.finding import handed_in
from tuitutor.classroom.submissions.found import Claim, Collected, text_of
from tuitutor.classroom.submissions.reader import Packed, Reader, pack_answers
from tuitutor.classroom.submissions.recognise import recognise
from tuitutor.classroom.submissions.zips import Bounds
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.answer_facts import facts_of_text
from tuitutor.errors import LimitExceeded, UsageError
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.workers.limited import MiB, RequestLimits

HONEST = {"ann/xor.py": "a = 1\n", "zoe/xor.py": "a = 2\n"}


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("small") / "course"
    return load_course(write_course(folder, {"Chapter": {"both.md": LESSON, "alone.md": ALONE}}))


@pytest.fixture(scope="session")
def reader(course: Course) -> Iterator[FileReader]:
    with FileReader(course) as started:
        yield started


def collect(course: Course, reader: Reader, folder: Path) -> Collected:
    return recognise(handed_in([folder], reader), course, reader)


def with_texts(collected: Collected) -> tuple[Sequence[object], Sequence[object]]:
    """The submissions with their texts, wherever these are stored, and the files without an answer."""
    submissions = [replace(submission, answer=text_of(submission.answer)) for submission in collected.submissions]
    return submissions, collected.unread


def cells(*sources: str, tags: Sequence[str] = ("xor",)) -> str:
    found = [{"cell_type": "code", "source": source, "metadata": {"tags": list(tags)}} for source in sources]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": found})


ALL_KINDS: dict[str, str | bytes] = {
    **HONEST,
    "bob/xor.ipynb": cells("%matplotlib inline\na = 1"),
    "cy/xor.md": "```{code-cell} ipython3\n:tags: [xor]\n!ls\na = 1\n```\n",
    "dan/xor.py": b"\xff\xfe",
    "eve.zip": zipped({"xor.py": "a = 1", "deep.zip": zipped({"golf-1.py": "a = 2"}), "../xor.py": "a = 3"}),
    "fay.zip": pack_answers("small", [Packed("xor", "a = 9\n", 1e9, Claim("v", None))]),
    "gil.zip": zipped({"xor.py": "a = 1"})[:-9],
    "hal/xor.ipynb": "{",
    "ivy/other.py": "a = 1",
}


@pytest.mark.long
def test_what_is_read_in_a_subprocess_is_what_is_read_here(course: Course, reader: FileReader, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", ALL_KINDS)
    there = collect(course, reader, folder)
    assert with_texts(there) == with_texts(collect(course, ReaderInProcess(course), folder))
    assert len(there.submissions) == 7
    assert [submission.who for submission in there.submissions if submission.claim] == ["fay"]
    exercises = {exercise.label: exercise for exercise in course.exercises}
    for submission in there.submissions:
        exercise = exercises[submission.exercise]
        here = facts_of_text(course.lesson_of(exercise), exercise, text_of(submission.answer))
        assert reader.read(exercise, submission.answer).written == here


def test_a_zip_that_is_too_large_for_memory_is_read(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ann.zip": zipped({"xor.py": "a = 1\n", "golf-1.py": "a = 2\n"})})
    with FileReader(course, Bounds(inner=1)) as reader:
        found = [
            (submission.who, text_of(submission.answer)) for submission in collect(course, reader, folder).submissions
        ]
    assert found == [("ann", "a = 2\n"), ("ann", "a = 1\n")]


def nested(depth: int) -> str:
    lines = [line for n in range(depth) for line in (" " * n + "try:", " " * n + " pass", " " * n + "finally:")]
    return "\n".join([*lines, " " * depth + "pass"]) + "\n"


LONG = "a = 1 + 2\n" * 52_000
HOSTILE: dict[str, tuple[str, str | bytes]] = {
    "a 1.3 KB answer that needs gigabytes to be compiled": ("xor.py", "%magic\n" + nested(19)),
    "blank lines": ("xor.ipynb", cells("\n" * 4_000_000 + "%magic")),
    "blank lines in Markdown": ("xor.md", "```{code-cell}\n:tags: [xor]\n" + "\n" * 250_000 + "%magic\n```\n"),
    "as long as an answer may be": ("xor.py", LONG),
    "very many magics": ("xor.py", "%magic\n" * 60_000),
    "half of a magic": ("xor.py", ("a = !x\n" + "b = (\n") * 30_000),
    "brackets": ("xor.py", "%magic\n" + "(" * 200_000),
    "a deep expression": ("xor.py", "%magic\na = " + "-" * 100_000 + "1"),
    "a long chain": ("xor.py", "%magic\na" + ".b" * 200_000),
    "deep JSON": ("xor.ipynb", '{"cells":' + "[" * 2_000_000),
    "a number of many digits": ("xor.ipynb", '{"cells": [' + "9" * 1_000_000 + "]}"),
    "very many cells": ("xor.ipynb", cells(*["a = 1"] * 100_000)),
    "very many quotes": ("xor.md", "> " * 100_000),
    "very many fences": ("xor.md", "```{code-cell}\n" * 30_000),
    "very many labels": ("xor.ipynb", cells("a = 1", tags=["xor"] * 100_000)),
    "a zip of very many files": ("xor.zip", zipped(dict.fromkeys((f"{n}.py" for n in range(30_000)), ""))),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_hard_to_read_costs_its_neighbours_nothing(
    course: Course, reader: FileReader, tmp_path: Path, name: str
) -> None:
    file, text = HOSTILE[name]
    files: dict[str, str | bytes] = {**HONEST, f"mal/{file}": text}
    folder = tree(tmp_path / "all", files)
    tracemalloc.start()
    collected = collect(course, reader, folder)
    exercises = {exercise.label: exercise for exercise in course.exercises}
    for submission in collected.submissions:
        with suppress(LimitExceeded) if submission.who == "mal" else nullcontext():
            reader.read(exercises[submission.exercise], submission.answer)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * MiB
    assert {"ann", "zoe"} <= {submission.who for submission in collected.submissions}
    assert {submission.who for submission in collected.submissions} | {file.who for file in collected.unread} == {
        "ann",
        "mal",
        "zoe",
    }
    assert not [file for file in collected.unread if "report this" in file.problem]


@pytest.mark.spine
def test_a_breach_names_the_file_and_the_limit(course: Course, tmp_path: Path) -> None:
    with FileReader(course, limits=RequestLimits(memory=16 * MiB)) as reader:
        folder = tree(tmp_path / "all", {**HONEST, "mal/xor.ipynb": cells("#" * 31_000_000)})
        collected = collect(course, reader, folder)
        assert [submission.who for submission in collected.submissions] == ["ann", "zoe"]
        [unread] = collected.unread
        assert (unread.who, unread.exercise, unread.source) == ("mal", "xor", str(folder / "mal" / "xor.ipynb"))
        assert unread.problem.startswith("reading it takes more than 16 MiB of memory")


@pytest.mark.long
async def test_what_takes_too_much_is_told_and_gets_no_advice(course: Course) -> None:
    error = ErrorInfo("NameError", "name 'bb' is not defined", (Frame("xor.py", 1, "<module>", "a = bb"),))
    with FileReader(course) as reader:
        read = reader.read(course.exercises[0], "a = bb\n")
        assert [advice.line for advice in await read.advise(error, (), (), "a = bb\n", "bc = 1")] == [1]
    huge = "#" * 64 * MiB  # more than an allocator keeps
    with FileReader(course, limits=RequestLimits(memory=4 * MiB)) as reader:
        with pytest.raises(LimitExceeded, match="more than 4 MiB of memory"):
            reader.read(course.exercises[0], huge)
        read = reader.read(course.exercises[0], "a = bb\n")
        assert await read.advise(error, (), (), huge) == ()


def test_an_answer_to_one_exercise(course: Course, reader: FileReader) -> None:
    exercise = course.exercises[0]
    assert reader.answer_to(exercise, cells("%magic\na = 1").encode(), "any.ipynb").read() == b"# %magic\na = 1\n"
    assert reader.answer_to(exercise, b"%magic\na = 1", "any.py").read() == b"# %magic\na = 1"
    with pytest.raises(UsageError, match="is not UTF-8"):
        reader.answer_to(exercise, b"\xff", "any.py")


@pytest.mark.long
def test_odd_files_are_read_or_become_problems(course: Course, reader: FileReader, tmp_path: Path) -> None:
    read_odd_files(course, reader, tmp_path, 2_000, seed=1)


def read_odd_files(course: Course, reader: FileReader, folder: Path, number: int, seed: int) -> None:
    """Read so many files made at random: none exceeds a limit, or shows a fault of ours."""
    random = Random(seed)
    exercises = {exercise.label: exercise for exercise in course.exercises}
    for count in range(number):
        name, data = odd_file(random)
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        collected = collect(course, reader, folder)
        for unread in collected.unread:
            assert unread.problem.endswith("."), (seed, count, unread)
            assert "reading it takes" not in unread.problem, (seed, count, unread)
            assert "report" not in unread.problem, (seed, count, unread)
        for submission in collected.submissions:
            reader.read(exercises[submission.exercise], submission.answer)
        path.unlink()


@pytest.mark.soak
def test_very_many_odd_files_are_read_or_become_problems(course: Course, reader: FileReader, tmp_path: Path) -> None:
    read_odd_files(course, reader, tmp_path, 100_000, seed=2)


_FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
from pathlib import Path
from tuitutor.course.load import load_course
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.submissions.finding import handed_in
from tuitutor.errors import StateError
course = load_course(Path("course"))
with FileReader(course) as reader:
    for read in (
        lambda: reader.answer_to(course.exercises[0], b"#" * (2 << 20), "any.ipynb"),
        lambda: list(handed_in([Path(name) for name in sys.argv[1:]], reader)),
    ):
        try:
            read()
        except StateError as error:
            print(error)
"""


@pytest.mark.long
def test_where_there_is_no_room_that_is_said(course: Course, tmp_path: Path) -> None:
    folder = tree(tmp_path / "all", {"ann.zip": zipped({"xor.ipynb": "#" * (2 << 20)})})
    done = subprocess.run(
        [sys.executable, "-c", _FULL, folder],
        cwd=course.folder.parent,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        check=True,
        text=True,
    )
    message = f"{tmp_path} has no room for the answers (File too large); set TMPDIR to a folder that has.\n"
    assert done.stdout == message * 2


_FAILS = """
import errno, os
real = os.pread
def fails(descriptor, size, at):
    path = os.readlink(f"/proc/self/fd/{{descriptor}}")
    if '{0}:
        raise OSError(errno.{1}, os.strerror(errno.{1}))
    return real(descriptor, size, at)
os.pread = fails
"""


@pytest.mark.parametrize("name", ["xor.py", "xor.ipynb", "all.zip"])
def test_a_disk_that_fails_under_a_file_costs_only_that_file(
    course: Course, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As NFS does when a file is gone on its server."""
    patch_subprocesses(monkeypatch, tmp_path / "patch", _FAILS.format(f"kim/{name}' in path", "ESTALE"))
    folder = tree(tmp_path / "all", {**HONEST, "ann/.nfs000000000123": "a = 5\n", f"kim/{name}": "a = 1\n"})
    with FileReader(course) as reader:
        collected = collect(course, reader, folder)
        assert [(submission.who, text_of(submission.answer)) for submission in collected.submissions] == [
            ("ann", "a = 1\n"),
            ("zoe", "a = 2\n"),
        ]
    [unread] = collected.unread
    assert (unread.who, unread.source.endswith(f"kim/{name}")) == ("kim", True)
    assert unread.problem == "it cannot be read (Stale file handle); it has to be copied again."


@pytest.mark.long
def test_an_answer_that_waits_on_a_disk_that_fails_is_a_row(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers wait in a file without a name."""
    patch_subprocesses(monkeypatch, tmp_path / "patch", _FAILS.format("(deleted)' in path and at", "EIO"))
    with FileReader(course) as reader:
        found = read_class([str(tree(tmp_path / "all", HONEST))], tmp_path / "graded", course, reader)
    assert [answer.who for answer in found.answers] == ["ann"]
    [unread] = found.unread
    assert (unread.who, unread.exercise) == ("zoe", "xor")
    assert unread.problem.startswith("it cannot be read (Input/output error); ")
