"""tests/answers/graded.json: for each exercise what its answers were graded with, and which checks the wrong ones fail.

The tests report what they graded; whichever process started them writes it, once, in the end.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypedDict

import pytest

from tests.engine.answers import ANSWERS, files, programs
from tuitutor.course.folder import DATA, DATA_FILE, HIDDEN
from tuitutor.course.model import Exercise
from tuitutor.grading.verdicts import Grade, Verdict

GRADED = ANSWERS / "graded.json"
ERROR = "error"  # what a program fails by that doesn't run to its end


class Entry(TypedDict):
    """What graded.json has of an exercise."""

    digest: str
    fails: dict[str, list[str]]  # kinds of check, by wrong answer


class Report(TypedDict):
    """What a test tells of an exercise: how many answers it graded, and the entry if it graded all, in every way."""

    label: str
    graded: int
    answers: int
    entry: Entry | None


def read_entries(path: Path = GRADED) -> dict[str, Entry]:
    """The entries by their exercise's label."""
    entries: dict[str, Entry] = json.loads(path.read_text()) if path.exists() else {}
    return entries


def write_entries(entries: dict[str, Entry], path: Path = GRADED) -> None:
    """Write one exercise a line, so that differences are easy to read."""
    lines = [f"{json.dumps(label)}: {json.dumps(entries[label], sort_keys=True)}" for label in sorted(entries)]
    new = path.with_suffix(".new")
    new.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    new.replace(path)


def digest_of(lesson: Path, label: str) -> str:
    """A digest of what an exercise's verdicts depend on: its lesson, the data that this names, and its answers."""
    data = [path for name in (DATA, HIDDEN) for path in sorted((lesson.parent / name).rglob("*"))]
    written = [path for path in data if path.is_file() and path.suffix != ".pyc"]
    paths = [lesson, *written, *files(label)]
    parts = [f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in paths]
    parts.append(definitions_for(lesson.read_text(), lesson.with_name(DATA_FILE).read_text()))
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def definitions_for(lesson: str, data: str) -> str:
    """The statements of data.py that a lesson names, those that these name in turn, and what defines no name."""
    statements = [(_defined(each), {*re.findall(r"\w+", ast.unparse(each))}, each) for each in ast.parse(data).body]
    wanted, before = {*re.findall(r"\w+", lesson)}, set[str]()
    while wanted != before:
        before = wanted
        wanted = wanted.union(*(named for defined, named, _ in statements if not wanted.isdisjoint(defined)))
    return "\n".join(
        ast.unparse(each) for defined, _, each in statements if not defined or not wanted.isdisjoint(defined)
    )


def _defined(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def failed_kinds(exercise: Exercise, grade: Grade) -> list[str]:
    """The kinds of check that an answer fails."""
    if grade.error or grade.stopped:
        return [ERROR]
    results = zip(exercise.checks, grade.results, strict=True)
    return sorted({check.kind.key for check, result in results if result.verdict is Verdict.FAILED})


@dataclass
class Writer:
    """A pytest plugin that writes the entries that tests report, and says how many answers were graded."""

    path: Path = GRADED
    reports: list[Report] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect what a test reports, from whichever process."""
        properties: dict[str, Any] = dict(report.user_properties)
        if report.when == "call" and GRADED.stem in properties:
            self.reports.append(properties[GRADED.stem])

    def pytest_sessionfinish(self) -> None:
        """Replace the entries of exercises that were graded whole, and drop those that are gone."""
        new = {report["label"]: report["entry"] for report in self.reports if report["entry"]}
        if new:
            known = read_entries(self.path) | new
            write_entries({label: known[label] for label in programs() if label in known}, self.path)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many answers were graded."""
        graded, answers = (sum(report[key] for report in self.reports) for key in ("graded", "answers"))
        if self.reports:
            terminalreporter.write_line(f"graded {graded} of {answers} answers to {len(self.reports)} exercises")
