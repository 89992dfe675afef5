"""nbgrader's cells -> exercises: the solution is between its marks, and its tests become checks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tuitutor.authoring.exchange.blocks import ProposedTask, Text
from tuitutor.authoring.exchange.compose import YOURS
from tuitutor.course.python_cells import syntax_fault

_SOLUTION = re.compile(r"^([ \t]*)#+\s*BEGIN SOLUTION\b.*?^[ \t]*#+\s*END SOLUTION\b[^\n]*$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^[ \t]*#+\s*(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b[^\n]*\n?", re.MULTILINE)
_TO_DO = re.compile(r"^([ \t]*)raise NotImplementedError(?:\(\))?[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"\A\s*(?:(?:---+|\*\*\*+)[ \t]*\n\s*)?#{1,6}[ \t]+([^\n]+)\n*")


@dataclass(frozen=True, slots=True)
class Role:
    """The role of a cell in nbgrader: an answer that learners write, tests of it, or a task that is graded by hand."""

    name: str
    solution: bool
    grade: bool
    task: bool
    points: float


def role_of(metadata: dict[str, Any]) -> Role | None:
    """The role of a cell by its metadata; None if nbgrader gives it none."""
    noted = metadata.get("nbgrader")
    if not isinstance(noted, dict):
        return None
    solution, grade, task = (noted.get(key) is True for key in ("solution", "grade", "task"))
    if not (solution or grade or task):
        return None
    points = noted.get("points")
    number = float(points) if isinstance(points, int | float) and points >= 0 else 1.0
    return Role(str(noted.get("grade_id") or "answer"), solution, grade, task, number)


def starter_of(source: str) -> str:
    """An answer's cell as learners get it: it runs, but does nothing yet."""
    starter = _SOLUTION.sub(lambda found: found[1] + _nothing(found[1]), source)
    return _TO_DO.sub(lambda found: found[1] + _nothing(found[1]), starter).strip("\n")


def solution_of(source: str) -> str:
    """An answer's cell with its solution, without the marks around it; "" if it has none."""
    return _MARK.sub("", source).strip("\n") if _SOLUTION.search(source) else ""


def has_marks(source: str) -> bool:
    """Whether a cell has nbgrader's marks of a solution, whatever its metadata."""
    return _SOLUTION.search(source) is not None


def _nothing(indent: str) -> str:
    return f"pass  {YOURS}" if indent else YOURS


def titled(prose: Text, otherwise: str) -> tuple[str, Text]:
    """The title (the text's first line if that is a heading, else `otherwise`) and the rest of the text."""
    found = _HEADING.match(prose.source)
    if found is None:
        return otherwise, prose
    skipped = found[0].count("\n")
    remarks = [(max(0, line - skipped), said) for line, said in prose.remarks]
    return found[1].strip("# "), Text(prose.source[found.end() :], remarks)


@dataclass(slots=True)
class Tests:
    """The tests of one answer, in order: `parts` of its measure cell, and checks that they passed."""

    parts: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)

    def add(self, role: Role, source: str) -> None:
        name = re.sub(r"\W", "_", role.name) or "test"
        while name in self.names or not name.isidentifier():
            name = f"test_{name}_" if name in self.names else f"test_{name}"
        self.names.add(name)
        body = textwrap.indent(_MARK.sub("", source).strip("\n"), "    ")
        part = f"{name} = False\ntry:\n{body}\n    {name} = True\nexcept Exception as error:\n    print(repr(error))"
        fault = syntax_fault(part)
        if fault is not None:
            self.remarks.append(f"the tests '{role.name}' were left out: they aren't valid Python ({fault.text})")
        else:
            self.parts.append(part)
            self.proposed.append(f"- variable: {{{name}: {{equals: true}}}}\n  name: {name}\n  points: {role.points:g}")


def graded_by_hand(roles: Sequence[Role]) -> Iterator[str]:
    """Remarks on answers that a person would grade."""
    for role in roles:
        yield f"nbgrader's '{role.name}' is graded by hand, but nobody reads answers here: ask a question instead"


def answer(role: Role, source: str, prose: Text) -> ProposedTask:
    """The exercise for an answer's cell."""
    title, rest = titled(prose, role.name.replace("_", " ").replace("-", " ").capitalize())
    solution = solution_of(source)
    if role.grade and not solution and not _TO_DO.search(source):  # graded by hand: the whole cell is the answer
        task = ProposedTask(role.name, title, rest, YOURS, source.strip("\n"))
        task.remarks += graded_by_hand([role])
        return task
    return ProposedTask(
        role.name, title, rest, starter_of(source), solution, about="the notebook is the learners' version"
    )
