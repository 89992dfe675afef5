"""A class's verdicts as files that teachers' tools read: `grades.csv` and `grades.json`. Pure.

The columns of grades.csv are those of `COLUMNS`; grades.json is a document as in `reports.json`:

    class      course, counts: {passed, failed, pending, excused, errored, unreadable},
               grades: [who, exercise, verdict, points, out_of, verified, reported, trouble, variant, variants, time,
               time_from, taken_off, notes]

A verdict is a grade's, or "unreadable" for a file without an answer. What was not graded, or not yet in all of its
parts ("pending"), has no points: an empty mark, not 0. `verified` are the points if only verified facts count (where a
fact can be verified), `reported` the points if what the answer reports counts too; `points` follow the policy that was
chosen.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tuitutor.classroom.class_verdicts import EXCUSED, Mark, Unread
from tuitutor.classroom.reports.inert import cell
from tuitutor.reports.json import Document, document, finite_or_none

COLUMNS = (
    *("who", "exercise", "verdict", "points", "out_of", "verified", "reported", "trouble", "variant", "variants"),
    *("time", "time_from", "taken_off", "notes"),
)
UNREADABLE = "unreadable"


def grade_rows(
    marks: Sequence[Mark], unread: Iterable[Unread], excused: Iterable[tuple[str, str]] = ()
) -> list[Document]:
    """Rows with COLUMNS as keys: first the marks, then who is `excused` from an exercise without one, then the files
    without an answer.
    """
    rows = [_row(mark) for mark in marks]
    marked = {(mark.who, mark.exercise) for mark in marks}
    read = {(mark.who, mark.exercise) for mark in marks if not mark.answer}  # by a person
    for who, label in sorted(set(excused) - marked):
        if label:
            rows.append({**dict.fromkeys(COLUMNS), "who": who, "exercise": label, "trouble": "", "verdict": EXCUSED})
    for each in unread:
        if (each.who, each.exercise) in read:
            continue
        said = {"who": each.who, "exercise": each.exercise, "trouble": f"{each.source}: {each.problem}"}
        rows.append({**dict.fromkeys(COLUMNS), **said, "verdict": UNREADABLE})
    return rows


def counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The number of rows with each verdict."""
    counted = Counter(row["verdict"] for row in rows)
    return {verdict: counted[verdict] for verdict in ("passed", "failed", "pending", EXCUSED, "errored", UNREADABLE)}


def class_document(course: str, rows: Sequence[Document]) -> Document:
    """All rows as one document."""
    return document("class", course=course, counts=counts(rows), grades=list(rows))


def grades_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as CSV, without formulas and without control characters."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[column]) for column in COLUMNS] for row in rows)
    return text.getvalue()


def _row(mark: Mark) -> Document:
    grade = mark.grade
    return {
        "who": mark.who,
        "exercise": grade.exercise,
        "verdict": mark.standing,
        "points": finite_or_none(mark.points) if mark.final else None,
        "out_of": finite_or_none(grade.out_of),
        "verified": finite_or_none(mark.verified) if mark.final else None,
        "reported": finite_or_none(mark.reported) if mark.final else None,
        "trouble": grade.why,
        "variant": grade.variant and grade.variant.number,
        "variants": grade.variant and grade.variant.of,
        "time": mark.ruling.time or None,
        "time_from": mark.ruling.time_from or None,
        "taken_off": finite_or_none(mark.ruling.taken_off) if mark.ruling.taken_off else None,
        "notes": " ".join(mark.ruling.notes) or None,
    }


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return cell(value)
        case _:
            return format(value, "g")
