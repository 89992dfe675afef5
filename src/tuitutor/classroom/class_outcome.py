"""The results of grading a class: reports in its folder, and marks in the teacher's list."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tuitutor import safe_read
from tuitutor.classroom.class_verdicts import Mark, Verdicts, by_who
from tuitutor.classroom.reports.class_findings import findings_in
from tuitutor.classroom.reports.class_html import class_html
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.classroom.reports.feedback import feedback_name, feedback_text, feedback_zip
from tuitutor.classroom.reports.grade_files import class_document, counts, csv_text, grade_rows, grades_csv, junit_xml
from tuitutor.classroom.reports.gradebooks import Filled, RosterOptions, fill_roster
from tuitutor.classroom.submissions.recognise import read_names
from tuitutor.course.model import Course
from tuitutor.errors import Remedy, UsageError
from tuitutor.progress.attempt_record import PastCurves
from tuitutor.spelling import some_of

FEEDBACK_ZIP = "feedback.zip"
NAMES = "names.csv"
_LARGEST_LIST = 32 << 20  # bytes of a teacher's list
_SOME = 4  # names in a sentence
_SAME = 0.001  # seconds; file systems keep times to a microsecond at best


# ---- reports


@dataclass(frozen=True, slots=True)
class ClassReports:
    """The reports that were written: the names of their files, and the number of answers with each verdict.

    `without_course`: the course wasn't there, so nothing is said about wrong answers to questions.
    """

    names: tuple[str, ...]
    counts: dict[str, int]
    without_course: bool


def write_reports(
    verdicts: Verdicts,
    course: Course | None,
    draw: Callable[[PastCurves], str],
    announce: Callable[[int], None] = lambda _: None,
) -> ClassReports | None:
    """Write all reports into the folder of the verdicts; None if there is nothing to report yet.

    `draw` draws curves as text. `announce` is called with the number of learners before feedback is written for them.
    Raises StateError.
    """
    marks, unread = verdicts.marks, verdicts.unread
    rows = grade_rows(marks, unread)
    if not rows:
        return None
    findings = findings_in(marks, verdicts.attempts, course)
    course_id = verdicts.begun.course if verdicts.begun is not None else ""
    title = course.title if course is not None else course_id
    latest = max((mark.at for mark in marks), default=0.0)
    day = time.strftime("%Y-%m-%d", time.localtime(latest)) if latest else ""
    overview = class_overview(title, marks, unread, verdicts.waiting, findings, day)
    reports = {
        "grades.csv": grades_csv(rows),
        "grades.json": json.dumps(class_document(course_id, rows, findings), indent=2) + "\n",
        "junit.xml": junit_xml(course_id, marks, unread),
        "class.md": overview,
        "class.html": class_html(overview, findings),
    }
    for name, text in reports.items():
        verdicts.write(name, text)
    _write_feedback(verdicts, draw, announce)
    return ClassReports((*reports, FEEDBACK_ZIP), counts(rows), findings.without_course)


def _write_feedback(verdicts: Verdicts, draw: Callable[[PastCurves], str], announce: Callable[[int], None]) -> None:
    """Write each learner's feedback if it is older than their latest verdict, and the zip with all of it.

    The time of a file tells which verdicts it has and, by hundredths of a second, how many are on other versions.
    """
    marks, unread = by_who(verdicts.marks), by_who(file for file in verdicts.unread if file.who)
    latest = {
        who: at + sum(mark.other_version for mark in marks.get(who, ())) / 100 for who, at in verdicts.latest().items()
    }
    stale = {who for who, at in latest.items() if abs((verdicts.written(_path(who)) or 0.0) - at) > _SAME}
    nobodys = {*(verdicts.folder / "feedback").glob("*.md")} - {verdicts.folder / _path(who) for who in latest}
    if not stale and not nobodys and verdicts.written(FEEDBACK_ZIP) is not None:
        return
    for path in nobodys:  # of learners whose files are all gone
        with suppress(OSError):
            path.unlink()
    announce(len(stale))
    drawn: dict[str, dict[str, str]] = defaultdict(dict)  # by learner and exercise
    for who, exercise, curves in verdicts.curves(stale):
        drawn[who][exercise] = draw(curves)
    texts, sources = {}, {}
    for who, at in sorted(latest.items()):
        graded, ungraded = marks.get(who, []), unread.get(who, [])
        sources[who] = [*(mark.source for mark in graded), *(file.source for file in ungraded)]
        if who in stale:
            texts[who] = feedback_text(who, graded, ungraded, drawn.get(who, {}))
            verdicts.write(_path(who), texts[who], at)
        else:
            texts[who] = verdicts.read(_path(who))
    verdicts.write(FEEDBACK_ZIP, feedback_zip(texts, sources))


def _path(who: str) -> str:
    return f"feedback/{feedback_name(who)}"


def changed_by_checks(before: Iterable[Mark], verdicts: Verdicts) -> Iterator[tuple[Mark, Mark]]:
    """The old and the new mark of answers that stayed the same and whose points changed with their checks."""
    for old in before:
        new = verdicts.mark(old.who, old.exercise)
        if new is None or new.grade.version == old.grade.version or new.answer != old.answer:
            continue
        if len({(mark.grade.verdict, mark.grade.points, mark.grade.out_of) for mark in (old, new)}) > 1:
            yield old, new


# ---- the teacher's lists


def read_learners(path: Path) -> dict[str, str]:
    """The names from which variants are drawn, by those in the files handed in. Raises UsageError."""
    with _naming(path):
        return read_names(safe_read.read(path, _LARGEST_LIST))


def write_roster(
    verdicts: Verdicts, path: Path, course: Course | None, options: RosterOptions, own_names: Mapping[str, str] = {}
) -> tuple[Path, Filled]:
    """Fill the marks into a copy of the teacher's list in the folder `reports`: its path, and what was filled in.

    The names in it are written to NAMES, to be completed, unless there is such a file. Raises UsageError if the list
    does not fit, StateError if the copy can't be written.
    """
    target = verdicts.folder / "reports" / path.name
    titles = {} if course is None else {exercise.label: exercise.title for exercise in course.exercises}
    with _naming(path):
        if target.exists() and target.samefile(path):
            raise UsageError(f"{path} was written by this command; give it your original list.")
        data = safe_read.read(path, _LARGEST_LIST)
        filled = fill_roster(data, verdicts.marks, verdicts.unread, titles, options, verdicts.waiting, own_names)
        if verdicts.written(NAMES) is None:
            verdicts.write(NAMES, csv_text([("who", "learner", "name"), *filled.names]))
        if not (filled.marks or filled.ungraded or filled.excused):
            raise _no_mark(filled)
    verdicts.write(f"reports/{path.name}", filled.data)
    return target, filled


def _no_mark(filled: Filled) -> UsageError:
    columns, here, missing = (
        some_of([f"'{name}'" for name in names], _SOME)
        for names in (filled.compared, (*filled.unmatched, *filled.ambiguous), filled.missing)
    )
    if filled.ambiguous:
        return UsageError(
            f"no mark can be filled in: of {here}, each fits no row of it or several (compared: {columns})."
        )
    return UsageError(
        f"no mark can be filled in: of {here}, nobody is in its columns {columns} ({missing}); "
        "say which column has these names.",
        Remedy.WHO_COLUMN,
    )


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """In this block, an error about a teacher's list names its file. Raises UsageError."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a CSV file with your learners.") from None
    except UsageError as error:
        raise UsageError(str(error) if str(path) in str(error) else f"{path}: {error}", error.remedy) from None
