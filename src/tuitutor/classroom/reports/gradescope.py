"""The verdicts of one submission as a `results.json` for Gradescope's autograder. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.classroom.class_verdicts import Mark, Unread
from tuitutor.classroom.reports.inert import harmless
from tuitutor.classroom.reports.told import told
from tuitutor.grading.verdicts import Verdict
from tuitutor.reports.json import Document


def gradescope_results(marks: Sequence[Mark], unread: Sequence[Unread]) -> Document:
    """One test per check, and a leaderboard of the counts for personal bests, where less is better.

    There is a score only if every answer was graded. Without it Gradescope reports that grading failed, which isn't 0.
    What a person has yet to read counts as 0 until then, and has no status.
    """
    said = []
    for mark in marks:
        variant = "" if mark.grade.variant is None else f", {mark.grade.variant}"
        said.append(f"{mark.exercise}{variant}: {_said(mark)}")
    said += [f"{each.source}: {each.problem}" for each in unread]
    document: Document = {
        "output": "\n".join(map(harmless, said)) or "There is no answer that can be graded.",
        "output_format": "text",
        "visibility": "visible",
        "tests": [test for mark in marks for test in _tests(mark)],
        "leaderboard": [entry for mark in marks for entry in _bests(mark)],
    }
    if marks and not unread and all(mark.verdict is not Verdict.ERRORED for mark in marks):
        document["score"] = sum(mark.points for mark in marks if not mark.ruling.excused)
    return document


def _said(mark: Mark) -> str:
    grade = mark.grade
    pending = mark.verdict is Verdict.PENDING
    later = f"graded later; {grade.points:g} of {grade.out_of:g} points so far" if pending else ""
    verdict = "" if mark.ruling.excused or mark.ruling.verdict else grade.why
    return "\n".join((verdict or later or mark.standing, *mark.ruling.notes, *filter(None, [mark.ruling.late])))


def _tests(mark: Mark) -> list[Document]:
    if mark.verdict is Verdict.ERRORED:
        return []
    return [
        {
            "name": harmless(f"{mark.exercise}: {check.name}"),
            "score": check.points,
            "max_score": check.out_of,
            **({} if check.verdict is Verdict.PENDING else {"status": "passed" if check.passed else "failed"}),
            "output": harmless(told(check)),
            "output_format": "text",
            "visibility": "visible",
        }
        for check in mark.grade.results
    ]


def _bests(mark: Mark) -> list[Document]:
    if mark.grade.verdict is not Verdict.PASSED:
        return []
    return [
        {"name": harmless(f"{mark.exercise}: {check.name}"), "value": check.count, "order": "asc"}
        for check in mark.grade.results
        if check.count is not None
    ]
