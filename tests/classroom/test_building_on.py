"""A class's answers that build on others: whose answers run first, and what is graded again when those change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.small_course import exercise, lesson, write_course
from tuitutor.classroom.batch import Answer
from tuitutor.classroom.class_verdicts import Verdicts
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.grading import grade_class, known_grade, read_class, with_earlier
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.events import Event, Executed, Measured
from tuitutor.protocol.facts import ProgramFacts, VariableFacts
from tuitutor.protocol.requests import Execute, Measure, Request
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker


def part(label: str, after: str = "") -> str:
    text = exercise(label.title(), label, "Do it.", starter="x = 0", checks="- variable: {x: {equals: 1}}", hints=[],
                    solution=f"x = 1  # solution of {label}", why="So.")  # fmt: skip
    return text.replace(f":label: {label}\n", f":label: {label}\n:after: {after}\n") if after else text


class Script:
    """Runs nothing: `x` is 1 where the answer says good. `before` is what ran before each answer, `held` in how far
    that was held to what the answer may not do.
    """

    def __init__(self) -> None:
        self.before: dict[str, list[str]] = {}
        self.held: dict[str, list[str]] = {}
        self._walls: dict[str, list[str]] = defaultdict(list)
        self._ran: dict[str, list[str]] = defaultdict(list)

    def __call__(self, request: Request) -> Iterable[Event]:
        match request:
            case Execute(child, run, source):
                if request.answer:
                    self.before[source.strip()] = list(self._ran[child])
                    self.held[source.strip()] = list(self._walls[child])
                self._walls[child].append(request.by_hand)
                self._ran[child].append(source.strip())
                yield Executed(child, run, "ok", 0.1)
            case Measure(child, run):
                value = "1" if "good" in self._ran[child][-1] else "0"
                facts = ProgramFacts(None, "", None, variables=(VariableFacts("x", "int", None, None, value),))
                yield Measured(child, run, facts)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    third = part("three", "two").replace("equals: 1}}", "equals: 1}}\n- source: {never: [GradientTape]}")
    text = lesson("L", "One.", part("one"), part("two", "one"), third)
    found = load_course(write_course(tmp_path / "course", {"L": {"l.md": text}}))
    assert found.all_problems == ()
    return found


def handed_in(folder: Path, **texts: str) -> Path:
    """Files of learners: ada_two="good" is in the file ada/two.py, with their names in it."""
    for name, text in texts.items():
        who, label = name.split("_")
        (folder / who).mkdir(parents=True, exist_ok=True)
        (folder / who / f"{label}.py").write_text(f"x = 1  # {text} {name}\n")
    return folder


async def graded(course: Course, answers: list[Answer], verdicts: Verdicts, options: RunOptions) -> Script:
    script = Script()
    worker = Worker(ScriptedLauncher(script))
    todo = [answer for answer in answers if known_grade(answer, verdicts, options) is None]
    async with aclosing(grade_class([worker], course, verdicts, todo, options, 3)) as results:
        async for _ in results:
            pass
    await worker.close()
    return script


@pytest.mark.spine
async def test_own_passed_answers_run_first_and_what_changed_is_graded_again(course: Course, tmp_path: Path) -> None:
    folder = handed_in(tmp_path / "in", ada_one="good", ada_two="good", ada_three="good", bob_one="bad", bob_two="good",
                       cy_three="good")  # fmt: skip
    options, out = RunOptions(), tmp_path / "out"
    with FileReader(course) as reader:
        answers = read_class([str(folder)], out, course, reader).answers
        verdicts = Verdicts(out)
        script = await graded(course, answers, verdicts, options)
        first, second = "x = 1  # good ada_one", "x = 1  # good ada_two"
        assert script.before["x = 1  # good ada_three"] == [first, second]
        assert script.before["x = 1  # good bob_two"] == ["x = 1  # solution of one"], "his own did not pass"
        assert script.before["x = 1  # good cy_three"] == ["x = 1  # solution of one", "x = 1  # solution of two"]
        assert script.held["x = 1  # good ada_three"] == ["slopes", "slopes"], "her own may not do it for this one"
        assert script.held["x = 1  # good cy_three"] == ["", ""]
        failed = [f"{mark.who}_{mark.exercise}" for mark in verdicts.marks if mark.grade.verdict is not Verdict.PASSED]
        assert failed == ["bob_one"]
        handed_in(folder, ada_one="good again", cy_one="good")
        answers = read_class([str(folder)], out, course, reader).answers
        unknown = [answer for answer in answers if known_grade(answer, verdicts, options) is None]
        assert {f"{answer.who}_{answer.exercise.label}" for answer in unknown} == {
            "ada_one",
            "ada_two",
            "ada_three",
            "cy_one",
            "cy_three",
        }


@pytest.mark.long
async def test_a_share_grades_what_its_answers_build_on(course: Course, tmp_path: Path) -> None:
    folder = handed_in(tmp_path / "in", ada_one="good", ada_two="good")
    options, out = RunOptions(), tmp_path / "out"
    with FileReader(course) as reader:
        answers = read_class([str(folder)], out, course, reader).answers
        verdicts = Verdicts(out)
        [two] = [answer for answer in answers if answer.exercise.label == "two"]
        share = with_earlier([two], verdicts, options)
        assert [answer.exercise.label for answer in share] == ["two", "one"]
        await graded(course, share, verdicts, options)
        assert with_earlier([two], verdicts, options) == [two], "it is known now"
