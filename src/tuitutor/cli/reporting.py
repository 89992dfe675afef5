"""What comes of grading: reports on a class, with and without names; learners' feedback; the teacher's own list."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

import click
import msgspec

from tuitutor import regular
from tuitutor.classroom.anonymity import Anonymous, read_pseudonyms, with_pseudonyms, write_pseudonyms
from tuitutor.classroom.class_verdicts import Mark, Received, Unread, Verdicts, by_who
from tuitutor.classroom.decisions import DECISIONS, Decision, decisions_in
from tuitutor.classroom.lateness import TIMES, HandIn, kept_times, read_times, times_csv, with_lateness
from tuitutor.classroom.reports.class_findings import ClassFindings, findings_in
from tuitutor.classroom.reports.class_html import class_html
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.classroom.reports.feedback import feedback_name, feedback_text, feedback_zip
from tuitutor.classroom.reports.grade_files import class_document, grade_rows, grades_csv, junit_xml
from tuitutor.classroom.reports.gradebooks import Filled, RosterOptions, fill_roster
from tuitutor.classroom.reports.inert import harmless
from tuitutor.classroom.rulings import Ruled, with_decisions, with_versions
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.bounds import Unfit
from tuitutor.course.deadlines import Deadline
from tuitutor.course.digest import digest
from tuitutor.course.model import Course
from tuitutor.errors import Remedy, TuitutorError, UsageError
from tuitutor.reports.json import Document
from tuitutor.spelling import counted, some_of

FEEDBACK_ZIP = "feedback.zip"
DEADLINES = "deadlines.json"
LARGEST_LIST = 32 << 20  # bytes of a teacher's list
_SOME = 4  # names in a sentence
_MANY = 200  # learners; writing feedback for this many takes seconds
_SAME = 0.001  # seconds; file systems keep times to a microsecond at best
ANONYMOUS, PSEUDONYMS = "anonymous", "pseudonyms.csv"
"""The folder with reports that name nobody, and the list of who is who, beside it."""


@contextmanager
def naming(path: Path, hint: str = "") -> Iterator[None]:
    """In this block, an error of reading a teacher's file names it. Raises UsageError."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}{hint}.") from None
    except UsageError as error:
        raise UsageError(str(error) if str(path) in str(error) else f"{path}: {error}", error.remedy) from None


def no_verdicts(folder: Path) -> UsageError:
    return UsageError(f"There are no verdicts in '{folder}'; run `tuitutor grade ANSWERS -o '{folder}'` first.")


def ruled_class(session: Session, verdicts: Verdicts, *more: Decision) -> Ruled:
    """The marks with what people decided, and with `more`, and with what is taken off late ones.

    Raises UsageError, StateError.
    """
    now = labels_now(session, verdicts)
    decided = [
        msgspec.structs.replace(each, exercise=now.get(each.exercise, each.exercise))
        for each in decisions_in(verdicts.folder)
    ]
    ruled = with_decisions(
        verdicts.marks,
        verdicts.unread,
        verdicts.waiting,
        (*decided, *more),
        known=titles_of(graded_course(session, verdicts)),
        name=str(verdicts.folder / DECISIONS),
    )
    marks = with_versions(ruled.marks, verdicts.received)
    try:
        marks = with_lateness(
            marks, deadlines_of(session, verdicts), _kept(verdicts), verdicts.received, ruled.extended
        )
    except Unfit as unfit:
        raise UsageError(f"The deadlines can't be told: {unfit}.") from None
    return replace(ruled, marks=marks)


def labels_now(session: Session, verdicts: Verdicts) -> dict[str, str]:
    """The labels that exercises have now, by those that they had before."""
    course = graded_course(session, verdicts)
    return {**verdicts.renamed, **(course.renamed if course is not None else {})}


def deadlines_of(session: Session, verdicts: Verdicts) -> Mapping[str, Deadline]:
    """The deadlines of the class's course by exercise; where it isn't at hand, those that it had last. StateError."""
    kept = verdicts.read(DEADLINES) if verdicts.written(DEADLINES) is not None else ""
    course = graded_course(session, verdicts)
    if course is None:
        with suppress(ValueError):
            return msgspec.json.decode(kept or "{}", type=dict[str, Deadline])
        return {}
    if (text := msgspec.json.encode(course.deadlines).decode() + "\n") != (kept or "{}\n"):
        verdicts.write(DEADLINES, text)
    return course.deadlines


def keep_times(
    session: Session, verdicts: Verdicts, path: Path, holds_for: Callable[[str, str], bool] = lambda who, label: True
) -> None:
    """Keep the times in a file, for these reports and later ones, of the answers of a learner to an exercise that it
    `holds_for`: a learner has other times for what is handed in on other days. Raises UsageError, StateError.
    """
    handed_in, labels = defaultdict[str, list[str]](list), defaultdict[str, set[str]](set)
    for each in verdicts.handed_in:
        handed_in[each.who].append(each.source)
        labels[each.who].add(each.exercise)
    zone = next((each.zone for each in deadlines_of(session, verdicts).values()), "")
    with naming(path, "; name a file with the times"):
        times, nobody = read_times(regular.read(path, LARGEST_LIST), handed_in, zone)
    found = {(who, label): at for who, at in times.items() for label in labels[who] if holds_for(who, label)}
    if not found:
        raise UsageError(f"{path}: nobody whose answers these are is in it; grades.csv has the names.")
    verdicts.write(TIMES, times_csv(_kept(verdicts) | found))
    said = f"; {counted(len(nobody), 'name')} of nobody who handed in" if nobody else ""
    click.echo(
        f"{path}: {counted(len({who for who, _ in found}), 'time')} of {counted(len(handed_in), 'learner')}{said}",
        err=True,
    )


def _kept(verdicts: Verdicts) -> dict[tuple[str, str], HandIn]:
    kept = kept_times(verdicts.read(TIMES)) if verdicts.written(TIMES) is not None else {}
    return {(who, verdicts.renamed.get(label, label)): at for (who, label), at in kept.items()}


def say_doubtful(ruled: Ruled) -> None:
    """Say which decisions need another look."""
    for sentence in ruled.doubtful:
        click.echo(harmless(sentence), err=True)


def report_texts(
    verdicts: Verdicts,
    ruled: Ruled,
    rows: Sequence[Document],
    unread: Sequence[Unread],
    waiting: Sequence[Received],
    findings: ClassFindings,
) -> dict[str, str]:
    """The reports on the whole class, by the names of their files; `rows` are those of its grades."""
    course = verdicts.begun.course if verdicts.begun is not None else ""
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
    with naming(key):
        known = read_pseudonyms(regular.read(key, LARGEST_LIST)) if key.exists() else {}
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
    findings = findings_in(
        told.marks,
        attempts,
        course,
        lambda mark: answers[mark.who, mark.exercise],
        quote=False,
    )
    rows = grade_rows(told.marks, unread, told.excused)
    reports = report_texts(verdicts, told, rows, unread, waiting, findings)
    for name, text in (reports | feedback_without_names(verdicts, names, told, unread)).items():
        verdicts.write(f"{ANONYMOUS}/{name}", text)
    click.echo(f"{', '.join((*reports, FEEDBACK_ZIP))} in {verdicts.folder / ANONYMOUS}")
    click.echo(f"Who is who: {key}; keep it to yourself.")


def write_feedback(verdicts: Verdicts, ruled: Ruled) -> None:
    """Write each learner's feedback if it is older than their latest verdict or decision, and the zip with all of it.

    The time of a file tells which verdicts it has, and, by fractions of a minute, which decisions.
    """
    marks, unread = by_who(ruled.marks), by_who(verdicts.unread)
    latest = {
        who: at + _offset(verdicts, marks.get(who, []), ruled.comments.get(who, ()))
        for who, at in verdicts.latest().items()
    }
    stale = {who for who, at in latest.items() if abs((verdicts.written(_path(who)) or 0.0) - at) > _SAME}
    if not stale and verdicts.written(FEEDBACK_ZIP) is not None:
        return
    if len(stale) >= _MANY:
        click.echo(
            f"Writing feedback for {len(stale):,} learners; ctrl+c stops it, and tuitutor report does the rest.",
            err=True,
        )
    drawn = _drawn(verdicts, stale)
    texts, sources = {}, {}
    for who, at in sorted(latest.items()):
        theirs, lost = marks.get(who, []), unread.get(who, [])
        sources[who] = [*(mark.source for mark in theirs), *(each.source for each in lost)]
        if who in stale:
            texts[who] = feedback_text(who, theirs, lost, drawn.get(who, {}), ruled.comments.get(who, ()))
            verdicts.write(_path(who), texts[who], at)
        else:
            texts[who] = verdicts.read(_path(who))
    verdicts.write(FEEDBACK_ZIP, feedback_zip(texts, sources))


def _offset(verdicts: Verdicts, marks: Sequence[Mark], comments: Sequence[str]) -> float:
    """Seconds, up to a minute, that differ for different decisions; 0 if there are none."""
    told = [
        msgspec.structs.replace(each, ruling=msgspec.structs.replace(each.ruling, time="", time_from="", claimed=""))
        for each in marks
    ]
    decided = [each for each in told if each != verdicts.mark(each.who, each.exercise)]
    if not comments and not decided:
        return 0.0
    return int(digest(repr((decided, comments))), 16) % 6000 / 100


def feedback_without_names(
    verdicts: Verdicts, pseudonyms: Mapping[str, str], ruled: Ruled, unread: Sequence[Unread]
) -> dict[str, str | bytes]:
    """Each learner's feedback, and the zip with all of it; `ruled` and `unread` already have pseudonyms."""
    drawn = _drawn(verdicts, set(pseudonyms))
    mine, lost = by_who(ruled.marks), by_who(unread)
    texts = {}
    for pseudonym, who in sorted((pseudonym, who) for who, pseudonym in pseudonyms.items()):
        if pseudonym in mine or pseudonym in lost:
            comments = ruled.comments.get(pseudonym, ())
            texts[pseudonym] = feedback_text(
                pseudonym, mine.get(pseudonym, []), lost.get(pseudonym, []), drawn.get(who, {}), comments
            )
    return {_path(who): text for who, text in texts.items()} | {FEEDBACK_ZIP: feedback_zip(texts, {})}


def write_roster(session: Session, verdicts: Verdicts, ruled: Ruled, path: Path, choice: RosterOptions) -> Exit:
    """Fill the marks into a copy of the teacher's list in DIR/reports, and say what was filled in and what wasn't."""
    target = verdicts.folder / "reports" / path.name
    with naming(path, "; name a CSV file with your learners"):
        if target.exists() and target.samefile(path):
            raise UsageError(f"{path} was written by this command; give it your original list.")
        data, titles = regular.read(path, LARGEST_LIST), titles_of(graded_course(session, verdicts))
        unread, waiting = verdicts.unread, verdicts.waiting
        filled = fill_roster(data, ruled.marks, unread, titles, choice, waiting, ruled.excused, ruled.comments)
        _expect_marks(filled)
    verdicts.write(f"reports/{path.name}", filled.data)
    click.echo(f"{counted(filled.marks, 'mark')} filled in: {target}")
    for what in filled.into:
        click.echo(harmless(what), err=True)
    for said, names in (
        ("no column in the list", filled.without),
        ("no answer", filled.missing),
        ("not graded yet, so left as it was", filled.ungraded),
        ("excused, so left as it was", filled.excused),
        ("not in the list", filled.unmatched),
        ("may be several in the list, so no mark", filled.ambiguous),
    ):
        for name in names:
            click.echo(f"{said}: {harmless(name)}", err=True)
    return Exit.NOT_PASSED if filled.unmatched or filled.ambiguous or ruled.doubtful else Exit.DONE


def _expect_marks(filled: Filled) -> None:
    """Return if there is something to fill in, now or later. Raises UsageError."""
    if filled.marks or filled.ungraded or filled.excused:
        return
    columns, here, missing = (
        some_of([f"'{name}'" for name in names], _SOME)
        for names in (filled.compared, (*filled.unmatched, *filled.ambiguous), filled.missing)
    )
    if filled.ambiguous:
        raise UsageError(
            f"no mark can be filled in: of {here}, each fits no row of it or several (compared: {columns})."
        )
    raise UsageError(
        f"no mark can be filled in: of {here}, nobody is in its columns {columns} ({missing}); "
        "say which column has these names.",
        Remedy.WHO_COLUMN,
    )


def _path(who: str) -> str:
    return f"feedback/{feedback_name(who)}"


def _drawn(verdicts: Verdicts, whose: set[str]) -> dict[str, dict[str, str]]:
    """The curves of these learners as text, by learner and exercise."""
    from tuitutor.draw.past_attempts import curves_text

    drawn: dict[str, dict[str, str]] = defaultdict(dict)
    for who, exercise, curves in verdicts.curves(whose):
        drawn[who][exercise] = curves_text(curves)
    return drawn


def titles_of(course: Course | None) -> dict[str, str]:
    """The titles of a course's exercises, which columns may be named after; empty if it isn't at hand."""
    return {} if course is None else {exercise.label: exercise.title for exercise in course.exercises}


def graded_course(session: Session, verdicts: Verdicts) -> Course | None:
    """The course that was graded; None if another one is open, or none can be."""
    with suppress(TuitutorError):
        if verdicts.begun is not None and verdicts.begun.course == session.course.id:
            return session.course
    return None
