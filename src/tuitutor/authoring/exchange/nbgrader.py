"""nbgrader's cells -> exercises: the solution is between its marks, and its tests become checks."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from dataclasses import dataclass, field
from typing import Any

from tuitutor.authoring.exchange.blocks import ProposedTask, Text
from tuitutor.authoring.exchange.compose import YOURS
from tuitutor.authoring.scaffold import in_yaml
from tuitutor.course.python_cells import syntax_fault
from tuitutor.grading.syntax import parse
from tuitutor.spelling import all_of

_SOLUTION = re.compile(r"^([ \t]*)#+\s*BEGIN SOLUTION\b.*?^[ \t]*#+\s*END SOLUTION\b[^\n]*$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^[ \t]*#+\s*(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b[^\n]*\n?", re.MULTILINE)
_HIDDEN = re.compile(r"^[ \t]*#+\s*BEGIN HIDDEN TESTS\b.*?^[ \t]*#+\s*END HIDDEN TESTS\b", re.MULTILINE | re.DOTALL)
_SCHEME = re.compile(r"^[ \t]*#+\s*BEGIN MARK SCHEME\b[^\n]*\n(.*?)^[ \t]*#+\s*END MARK SCHEME\b[^\n]*$", re.M | re.S)
_AUTOTEST = re.compile(r"^[ \t]*#[# \t]*(?:HASHED[ \t]+)?AUTOTEST\b([^\n]*)$", re.MULTILINE)
_LONGEST = 150  # characters of a message
_SOME = 4  # expressions in a remark
_NO_MODEL = "pass  # a model answer"
_TO_DO = re.compile(
    r"^(?:[ \t]*# ?YOUR CODE HERE[ \t]*\n)?([ \t]*)raise NotImplementedError(?:\(\))?[ \t]*$", re.MULTILINE
)
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

    def nothing(found: re.Match[str]) -> str:
        return f"{found[1]}pass  {YOURS}" if found[1] else YOURS

    return _TO_DO.sub(nothing, _SOLUTION.sub(nothing, source)).strip("\n")


def has_marks(source: str) -> bool:
    """Whether a cell has nbgrader's marks of a solution, whatever its metadata."""
    return _SOLUTION.search(source) is not None


def split_title(prose: Text, otherwise: str) -> tuple[str, Text]:
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
    checks: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)

    def add(self, role: Role, source: str, answered: str) -> None:
        """Add a cell's tests of the code `answered`, each with a message for what it asserts."""
        name = re.sub(r"\W", "_", role.name) or "test"
        while name in self.names or not name.isidentifier():
            name = f"test_{name}_" if name in self.names else f"test_{name}"
        body = _with_messages(source)
        fault = syntax_fault(body)
        if left := [each.strip() for line in _AUTOTEST.findall(source) for each in line.split(";") if each.strip()]:
            some = all_of([*left[:_SOME], *([f"{len(left) - _SOME} more"] if len(left) > _SOME else [])])
            what = f"what {some} should be is left to nbgrader, which fills in values; write a check for it"
            self.remarks.append(f"in the tests '{role.name}', {what}")
        if fault is not None:
            self.remarks.append(f"the tests '{role.name}' were left out: they aren't valid Python ({fault.text})")
        elif not _tests_something(body):
            why = "there is nothing in them that can fail" + "; nbgrader may have filled them in later" * (not left)
            self.remarks.append(f"the tests '{role.name}' were left out: {why}")
        else:
            self.names.add(name)
            text, run = _as_run(name, body, answered)
            said = f'f"{{type(error).__name__}}: {{error}}"[:{_LONGEST}].removeprefix("AssertionError: ")'
            run = textwrap.indent(run, "    ")
            self.parts.append(f"{text}{name} = True\ntry:\n{run}\nexcept Exception as error:\n    {name} = {said}")
            title = in_yaml(name.replace("_", " "))
            self.checks.append(f"- variable: {{{name}: {{equals: true}}}}\n  name: {title}\n  points: {role.points:g}")


def _with_messages(source: str) -> str:
    """The tests, where each assertion without a message says what it asserts; hidden ones don't say it."""
    hidden = [(found.start(), found.end()) for found in _HIDDEN.finditer(source)]
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree, lines = parse(source), source.splitlines(keepends=True)
    bare = [
        node for node in ast.walk(tree) if isinstance(node, ast.Assert) and node.msg is None
    ] if tree is not None else []  # fmt: skip
    for node in sorted(bare, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0), reverse=True):
        number = (node.end_lineno or 1) - 1
        at = starts[number] + len(lines[number].encode()[: node.end_col_offset].decode())
        is_hidden = any(first <= at < last for first, last in hidden)
        said = "a hidden test fails" if is_hidden else f"not true: {ast.unparse(node.test)}"[:_LONGEST]
        source = f"{source[:at]}, {json.dumps(said, ensure_ascii=False)}{source[at:]}"
    return _MARK.sub("", source).strip("\n")


def _tests_something(body: str) -> bool:
    """Whether the code does something that can fail: it asserts, raises or calls something, but for `print`.

    A function that is only defined doesn't run.
    """
    tree = parse(body)
    nodes: list[ast.AST] = [tree] if tree is not None else []
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Assert | ast.Raise):
            return True
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "print"):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            nodes += ast.iter_child_nodes(node)
    return False


def _as_run(name: str, body: str, answered: str) -> tuple[str, str]:
    """A statement to come before the tests, and the tests as they run.

    If they delete names, they run among the answer's own variables, where its functions will miss them.
    """
    tree, written = parse(body), parse(answered)
    nodes = list(ast.walk(tree)) if tree is not None else []
    functions = [node.name for node in getattr(written, "body", ()) if isinstance(node, ast.FunctionDef)]
    deletes = any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del) for node in nodes)
    texts = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if not (functions and deletes) and all(node.end_lineno == node.lineno for node in texts):
        return "", body
    where = f", {functions[0]}.__globals__" if functions and deletes else ""
    plain = "'''" not in body and "\\" not in body and not body.endswith("'")
    quoted = f"'''\\\n{body}\n'''" if plain else repr(body)
    return f"_{name} = {quoted}\n", f"exec(_{name}{where})"  # indenting them would change their texts


def answer(role: Role, source: str, prose: Text) -> ProposedTask:
    """The exercise for an answer's cell."""
    title, rest = split_title(prose, _words(role))
    name, solution = _name(role, title), _MARK.sub("", source).strip("\n") if has_marks(source) else ""
    about = "the notebook is the learners' version"
    if role.grade:  # by hand: without marks, the whole cell is the answer
        bare = not solution and not _TO_DO.search(source)
        starter, model = (YOURS, source.strip("\n")) if bare else (starter_of(source), solution)
        return ProposedTask(name, title, rest, starter, model or _NO_MODEL, about=about)
    return ProposedTask(name, title, rest, starter_of(source), solution, about=about)


def read_by_a_person(text: Text) -> Text:
    """A task that nbgrader has a person grade, without its mark scheme."""
    said = "a person grades the answers to this; collect them in your LMS"
    return Text(_SCHEME.sub("", text.source).strip("\n"), [*text.remarks, (0, said)])


def _words(role: Role) -> str:
    return role.name.replace("_", " ").replace("-", " ").capitalize()


def _name(role: Role, title: str) -> str:
    """The cell's own name, or the title if nbgrader made one up."""
    return title if re.fullmatch(r"cell-[0-9a-f]{8,}", role.name) else role.name
