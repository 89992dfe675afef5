"""A course's own code: it runs nowhere but in the sandbox, and not before the user has said that it may."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.authoring.exchange.export import notebook_text
from tuitutor.authoring.proofreading import flaws_in
from tuitutor.course.folder import default_folder, is_there
from tuitutor.course.load import load_course, problems_in
from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.consent import Consent, first_word
from tuitutor.engine.events import AttemptEvent, CellEnded, Graded, KernelEvent
from tuitutor.engine.kernel import Kernel
from tuitutor.errors import NotTrusted, Remedy
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.known_courses import KnownCourses
from tuitutor.progress.store import Store
from tuitutor.protocol.isolation import Isolation
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

ALL = Isolation("namespaces", files=True, network=True, processes=True, ends=True)
LANDLOCK = Isolation("landlock", files=True, processes=True, ends=True)

# tells everybody in its process, and in the folder of the course, that it ran
TELLTALE = """\
import builtins
builtins.course_ran = True
try:
    with open({path!r}, "a") as file:
        file.write("x")
except OSError:
    pass
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Where the course's code would leave a mark."""
    return tmp_path / "told"


@pytest.fixture
def course(tmp_path: Path, told: Path) -> Course:
    """A course all of whose own code leaves a mark: setup, cell, starter, `measure` cell and data.py."""
    telltale = TELLTALE.format(path=str(told))
    task = exercise(
        "Count",
        "count",
        "Count.",
        starter=telltale,
        checks="- variable: {counted: {equals: 3}}\n  name: three",
        hints=[],
        solution=telltale,
        why="So.",
    )
    options = ":tags: [measure, skip-execution]\n:data: drawn\n:samples: 3"
    measured = f"```{{code-cell}} ipython3\n{options}\n\n{telltale}counted = len(drawn_x)\n```\n\n```yaml checks"
    text = lesson("One", "One.", cell(telltale, "setup"), cell(telltale), task.replace("```yaml checks", measured))
    folder = write_course(tmp_path / "course", {"One": {"one.md": text}})
    data = f"{telltale}import numpy as np\ndef drawn(n, seed):\n    return np.zeros((n, 1)), np.zeros(n)\n"
    (folder / "data.py").write_text(data)
    return load_course(folder)


@pytest.fixture(autouse=True)
def ran_here() -> Iterator[None]:
    """None of it has run in this process when a test ends."""
    yield
    assert not hasattr(builtins, "course_ran")


async def graded(events: AsyncIterator[AttemptEvent]) -> Grade:
    found = [event.grade async for event in events if isinstance(event, Graded)]
    return found[0]


async def ended(events: AsyncIterator[KernelEvent]) -> CellEnded:
    return [event async for event in events if isinstance(event, CellEnded)][-1]


@pytest.mark.spine
@pytest.mark.asyncio(loop_scope="session")
async def test_all_of_it_runs_in_the_sandbox(worker: Worker, course: Course, told: Path) -> None:
    [task] = course.exercises
    grade = await graded(attempt(worker, course, task, task.starter))
    assert grade.verdict is Verdict.PASSED, (grade.problem, grade.results)  # so setup, data.py and measure cell ran
    kernel = Kernel(worker, course.lessons[0])
    assert (await ended(kernel.run(1, {}))).outcome == "ok"
    await kernel.close()
    assert worker.isolation is not None
    assert is_there(told) is not worker.isolation.files


def test_a_course_that_is_only_read_runs_nothing(course: Course, told: Path) -> None:
    assert problems_in(course.folder) == ()
    assert flaws_in(course, course.lessons) is not None
    text = course.lessons[0].path.read_text()
    assert "course_ran" in notebook_text(text, course.lessons[0], solutions=True)
    assert not told.exists()


async def test_nothing_of_a_new_course_is_asked_of_the_worker(course: Course, tmp_path: Path) -> None:
    consent = Consent(KnownCourses(tmp_path / "data"), course)
    launcher = ScriptedLauncher(lambda request: ())
    worker = Worker(launcher, permit=consent.require)
    [task] = course.exercises
    for running in (attempt(worker, course, task, task.starter), Kernel(worker, course.lessons[0]).run(1, {})):
        with pytest.raises(NotTrusted, match="if you trust its author, say so") as refused:
            async for _ in running:
                pass
        assert refused.value.remedy == Remedy.TRUST
    assert launcher.connections == []
    await worker.close()


def test_it_is_kept_for_the_folder_whatever_its_id(course: Course, tmp_path: Path) -> None:
    places = KnownCourses(tmp_path / "data")
    Consent(places, course).give()
    assert Consent(KnownCourses(tmp_path / "data"), course).given
    assert Consent(places, replace(course, id="another")).given
    moved = course.folder.rename(tmp_path / "moved")
    assert not Consent(places, replace(course, folder=moved)).given
    (tmp_path / "link").symlink_to(moved)
    Consent(places, replace(course, folder=tmp_path / "link")).give()
    assert Consent(places, replace(course, folder=moved)).given


@pytest.mark.spine
def test_our_own_lessons_need_none(tmp_path: Path) -> None:
    assert Consent(KnownCourses(tmp_path), load_course(default_folder())).given


def test_one_that_cannot_be_saved_holds_for_now(course: Course, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    consent = Consent(KnownCourses(tmp_path / "data"), course)
    consent.give()
    consent.require()
    assert not Consent(KnownCourses(tmp_path / "data"), course).given


def test_a_learner_is_told_once_for_each_tier_what_their_code_could_reach(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert first_word(None, store) == first_word(ALL, store) == ""
    assert first_word(LANDLOCK, store) == "Note: here it can reach the network."
    again = Store.open(tmp_path, "course")
    assert first_word(LANDLOCK, again) == ""
    assert first_word(Isolation(), again).startswith("Note: here code can read and change your files, it can")
