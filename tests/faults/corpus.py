"""The corpus as it lies on disk: faults, their repaired twins, and healthy programs. See README.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.shipped import shipped_course
from tuitutor.course.checks import Check
from tuitutor.course.python_cells import plain_python
from tuitutor.grading.judge import by_hand

HERE = Path(__file__).parent
ANSWERS = HERE.parent / "answers"
SETUP = (HERE / "setup.py").read_text()
LEFT_OUT = "  # -"  # ends a line that the twin doesn't have
PUT_IN = "# + "  # begins one that only the twin has
TRAINS = ("fit(", "GradientTape", "optimizer.apply")
EVERY = 4  # so many of the good answers are run: one of four


@dataclass(frozen=True)
class Program:
    """A program that trains. `causes` are the topics that name its fault, none of a healthy one."""

    name: str
    group: str
    text: str
    setup: tuple[str, ...] = (SETUP,)
    checks: tuple[Check, ...] = ()
    kind: str = ""
    causes: frozenset[str] = frozenset()
    wrong: str = ""


def programs() -> Iterator[Program]:
    """The whole corpus."""
    yield from faults()
    yield from healthy()


def faults() -> Iterator[Program]:
    """Each fault, in the group "known", and its twin, in the group "twin"."""
    for path in sorted((HERE / "known").glob("*.py")):
        text = path.read_text()
        head = dict(line[2:].split(": ", 1) for line in text.splitlines()[:4])
        assert head.keys() == {"class", "wrong", "causes", "source"}, path.name
        causes = frozenset(head["causes"].split())
        yield Program(path.stem, "known", text, kind=head["class"], causes=causes, wrong=head["wrong"])
        yield Program(path.stem, "twin", repaired(text), kind=head["class"])


def repaired(text: str) -> str:
    """The twin of a faulty program."""
    lines = (line for line in text.splitlines() if not line.endswith(LEFT_OUT))
    return "\n".join(line.replace(PUT_IN, "", 1) if line.lstrip().startswith(PUT_IN) else line for line in lines) + "\n"


def healthy() -> Iterator[Program]:
    """Our own, the course's solutions that train, and a part of the good answers to its exercises."""
    for path in sorted((HERE / "healthy").glob("*.py")):
        yield Program(path.stem, "healthy", path.read_text())
    for lesson in shipped_course().lessons:
        setup = tuple(plain_python(cell.source)[0] for cell in lesson.setup)
        for exercise in lesson.exercises:
            if not lesson.coach or by_hand(exercise):
                continue
            good = sorted((ANSWERS / exercise.label / "good").glob("*.py"))
            answers = {exercise.label: exercise.solution} | {
                f"{exercise.label}/{path.stem}": path.read_text() for path in good[::EVERY]
            }
            for name, text in answers.items():
                if any(word in text for word in TRAINS):
                    yield Program(name, "healthy", text, setup, exercise.checks)
