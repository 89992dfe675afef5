"""The reports on a whole class, with its names and without."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import SystemRandom
from typing import TYPE_CHECKING

import click

from tuitutor import regular
from tuitutor.classroom.anonymity import Anonymous, read_pseudonyms, with_pseudonyms, write_pseudonyms
from tuitutor.classroom.class_verdicts import Received, Unread, Verdicts
from tuitutor.classroom.reports.class_findings import ClassFindings, findings_in
from tuitutor.classroom.reports.class_html import class_html
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.classroom.reports.classes import class_document, grade_rows, grades_csv
from tuitutor.classroom.reports.junit import junit_xml
from tuitutor.classroom.rulings import Ruled
from tuitutor.cli.reporting import FEEDBACK_ZIP, feedback_without_names, graded_course, ruled_class
from tuitutor.errors import UsageError

if TYPE_CHECKING:
    from tuitutor.cli.session import Session

ANONYMOUS, PSEUDONYMS = "anonymous", "pseudonyms.csv"
"""The folder with reports that name nobody, and the list of who is who, beside it."""
_LARGEST_KEY = 4 << 20  # bytes


def report_texts(
    verdicts: Verdicts, ruled: Ruled, unread: Sequence[Unread], waiting: Sequence[Received], findings: ClassFindings
) -> dict[str, str]:
    """The reports on the whole class, by the names of their files."""
    course = verdicts.begun.course if verdicts.begun is not None else ""
    rows = grade_rows(ruled.marks, unread, ruled.excused)
    overview = class_overview(course, ruled.marks, unread, waiting, findings, ruled.doubtful)
    return {
        "grades.csv": grades_csv(rows),
        "grades.json": json.dumps(class_document(course, rows, findings), indent=2) + "\n",
        "junit.xml": junit_xml(course, ruled.marks, unread),
        "class.md": overview,
        "class.html": class_html(overview, findings),
    }


def write_anonymous(session: Session, verdicts: Verdicts) -> None:
    """Write all reports without names into a folder of their own, and keep the key beside it."""
    key, course = verdicts.folder / PSEUDONYMS, graded_course(session, verdicts)
    latest = verdicts.latest()
    if not latest:
        click.echo("Nothing is graded yet.")
        return
    try:
        known = read_pseudonyms(regular.read(key, _LARGEST_KEY)) if key.exists() else {}
    except OSError as error:
        raise UsageError(f"{key}: {error.strerror}.") from None
    except UsageError as error:
        raise UsageError(f"{key}: {error}") from None
    ruled = ruled_class(session, verdicts)
    whose = {*latest, *ruled.comments, *(who for who, _ in ruled.excused), *(mark.who for mark in ruled.marks)}
    names = with_pseudonyms(whose | {each.who for each in verdicts.waiting}, known, SystemRandom())
    verdicts.write(PSEUDONYMS, write_pseudonyms(known, names))
    anonymous = Anonymous(names, course)
    unread, waiting = anonymous.those(verdicts.unread), anonymous.those(verdicts.waiting)
    told = Ruled(
        anonymous.those(ruled.marks),
        frozenset((names[who], exercise) for who, exercise in ruled.excused),
        comments={
            names[who]: tuple(anonymous.hide(each, names[who]) for each in comments)
            for who, comments in ruled.comments.items()
        },
    )
    attempts = {(names[who], exercise): many for (who, exercise), many in verdicts.attempts.items()}
    answers = {(names[mark.who], mark.exercise): verdicts.kept_answer(mark) for mark in ruled.marks}
    findings = findings_in(told.marks, attempts, course, lambda mark: answers[mark.who, mark.exercise], quote=False)
    reports = report_texts(verdicts, told, unread, waiting, findings)
    for name, text in (reports | feedback_without_names(verdicts, names, told, unread)).items():
        verdicts.write(f"{ANONYMOUS}/{name}", text)
    click.echo(f"{', '.join((*reports, FEEDBACK_ZIP))} in {verdicts.folder / ANONYMOUS}")
    click.echo(f"Who is who: {key}; keep it to yourself.")
