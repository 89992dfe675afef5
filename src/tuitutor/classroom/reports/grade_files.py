"""A class's verdicts as files for teachers' tools: CSV, JSON, JUnit XML, and Gradescope's results. Pure.

The columns of grades.csv are those of `COLUMNS`; grades.json is a document as in `reports.json`:

    class      course, counts: {passed, failed, pending, errored, unreadable, unused},
               grades: [who, exercise, verdict, points, out_of, verified, reported, trouble, variant, variants]
               and the fields of `class_findings.ClassFindings`

A verdict is a grade's, or "unreadable" for a file without an answer, or "unused" if no mark waits for that file. An
answer that is not graded, or not in all of its parts ("pending"), has no points: an empty mark, not 0. `verified` are
the points if only verified facts count (where a fact can be verified), `reported` the points if reported facts count
too; `points` follow the chosen policy.

junit.xml has a suite per learner and a case per check, and is valid by the schema of Jenkins' xUnit plugin
(junit-10.xsd). A `failure` is the answer's fault, an `error` is ours or a file without an answer, and `skipped` waits
for another check or another edition. It is written as text: a large class has millions of cases, for which an element
tree would take gigabytes and most of the time for reports.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.class_findings import ClassFindings
from tuitutor.classroom.reports.escaping import cell, check_line, harmless
from tuitutor.grading.verdicts import Verdict
from tuitutor.reports.json import Document, document, finite_or_none

COLUMNS = ("who", "exercise", "verdict", "points", "out_of", "verified", "reported", "trouble", "variant", "variants")
UNREADABLE, UNUSED = "unreadable", "unused"


def grade_rows(marks: Sequence[Mark], unread: Iterable[Ungradable]) -> list[Document]:
    """Rows with COLUMNS as keys: first the marks, then the files that gave no answer."""
    rows = [_row(mark) for mark in marks]
    for file in unread:
        values = {"who": file.who, "exercise": file.exercise, "trouble": f"{file.source}: {file.problem}"}
        rows.append({**dict.fromkeys(COLUMNS), **values, "verdict": UNUSED if file.unused else UNREADABLE})
    return rows


def counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The number of rows with each verdict."""
    counted = Counter(row["verdict"] for row in rows)
    return {verdict: counted[verdict] for verdict in ("passed", "failed", "pending", "errored", UNREADABLE, UNUSED)}


def class_document(course: str, rows: Sequence[Document], findings: ClassFindings) -> Document:
    """All rows and the findings as one document."""
    return document("class", course=course, counts=counts(rows), grades=list(rows), **msgspec.to_builtins(findings))


def grades_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as CSV."""
    return csv_text([COLUMNS, *([row[column] for column in COLUMNS] for row in rows)])


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV, without formulas and without control characters."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(_cell, row) for row in rows)
    return text.getvalue()


def _row(mark: Mark) -> Document:
    grade = mark.grade
    return {
        "who": mark.who,
        "exercise": grade.exercise,
        "verdict": mark.verdict.value,
        "points": finite_or_none(grade.points) if mark.final else None,
        "out_of": finite_or_none(grade.out_of),
        "verified": finite_or_none(mark.verified) if mark.final else None,
        "reported": finite_or_none(mark.reported) if mark.final else None,
        "trouble": grade.why,
        "variant": grade.variant and grade.variant.number,
        "variants": grade.variant and grade.variant.of,
    }


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return cell(value)
        case _:
            return format(value, "g")


def gradescope_results(marks: Sequence[Mark], unread: Sequence[Ungradable]) -> Document:
    """A test per check, and a leaderboard of the counts for personal bests, where less is better.

    There is a score only if every answer was graded. Without it Gradescope reports that grading failed, which isn't 0.
    A check for another edition counts as 0 until it is graded there, and has no status.
    """
    lines = []
    for mark in marks:
        variant = "" if mark.grade.variant is None else f", {mark.grade.variant}"
        lines.append(f"{mark.exercise}{variant}: {_outcome(mark)}")
    lines += [f"{file.source}: {file.problem}" for file in unread]
    document: Document = {
        "output": "\n".join(map(harmless, lines)) or "There is no answer that can be graded.",
        "output_format": "text",
        "visibility": "visible",
        "tests": [
            {
                "name": harmless(f"{mark.exercise}: {check.name}"),
                "score": check.points,
                "max_score": check.out_of,
                **({} if check.verdict is Verdict.PENDING else {"status": "passed" if check.passed else "failed"}),
                "output": harmless(check_line(check)),
                "output_format": "text",
                "visibility": "visible",
            }
            for mark in marks
            for check in (() if mark.verdict is Verdict.ERRORED else mark.grade.results)
        ],
        "leaderboard": [
            {"name": harmless(f"{mark.exercise}: {check.name}"), "value": check.count, "order": "asc"}
            for mark in marks
            for check in (mark.grade.results if mark.grade.verdict is Verdict.PASSED else ())
            if check.count is not None
        ],
    }
    if marks and all(file.unused for file in unread) and all(mark.verdict is not Verdict.ERRORED for mark in marks):
        document["score"] = sum(mark.grade.points for mark in marks)
    return document


def _outcome(mark: Mark) -> str:
    grade = mark.grade
    if not grade.why and mark.verdict is Verdict.PENDING:
        return f"graded later; {grade.points:g} of {grade.out_of:g} points so far"
    return grade.why or mark.verdict.value


_TAGS = {Verdict.FAILED: "failure", Verdict.ERRORED: "error", Verdict.SKIPPED: "skipped", Verdict.PENDING: "skipped"}
_ENDED = "runs to its end"  # a separate case: all checks may pass for an answer that did not


def junit_xml(course: str, marks: Iterable[Mark], unread: Iterable[Ungradable]) -> str:
    """All verdicts as one document."""
    entries: list[Mark | Ungradable] = [*marks, *(file for file in unread if not file.unused)]
    suites, totals = [], Counter[str]()
    for who, of_learner in groupby(sorted(entries, key=attrgetter("who", "exercise")), key=attrgetter("who")):
        counts = Counter[str]()
        cases = [case for entry in of_learner for case in _cases(entry, counts)]
        counts["test"] = len(cases)
        totals += counts
        skipped = f' skipped="{counts["skipped"]}"'  # the schema has no such attribute for <testsuites>
        suites.append(f"  <testsuite{_write_counts(who, counts)}{skipped}>\n{''.join(cases)}  </testsuite>\n")
    head = f"<?xml version='1.0' encoding='utf-8'?>\n<testsuites{_write_counts(course, totals)}>\n"
    return f"{head}{''.join(suites)}</testsuites>\n"


def _write_counts(name: str, counts: Counter[str]) -> str:
    numbers = "".join(f' {tag}s="{counts[tag]}"' for tag in ("test", "failure", "error"))
    return f' name="{_text(name)}"{numbers}'


def _cases(entry: Mark | Ungradable, counts: Counter[str]) -> Iterator[str]:
    """The cases of an answer. Adds to `counts` the number of cases with each tag."""
    if isinstance(entry, Ungradable):
        yield _case(counts, entry.exercise or entry.source, "can be read", Verdict.ERRORED, entry.problem)
        return
    grade = entry.grade
    if grade.why or not grade.results:
        yield _case(counts, entry.exercise, _ENDED, grade.verdict, grade.why, grade.seconds)
    for check in grade.results:
        message = "" if check.verdict is Verdict.PASSED else check_line(check)
        yield _case(counts, entry.exercise, check.name, check.verdict, message)


def _case(
    counts: Counter[str], exercise: str, name: str, verdict: Verdict, message: str, seconds: float | None = None
) -> str:
    timed = "" if seconds is None else f' time="{seconds:.3f}"'
    case = f'    <testcase classname="{_name(exercise)}" name="{_name(name)}"{timed}'
    if (tag := _TAGS.get(verdict)) is None:
        return f"{case} />\n"
    counts[tag] += 1
    return f'{case}>\n      <{tag} message="{_text(message)}" />\n    </testcase>\n'


def _text(text: str) -> str:
    return escape(harmless(text), {'"': "&quot;"})


_name = lru_cache(maxsize=4096)(_text)  # a large class has the same few names in millions of cases
