"""A teacher's overview of a class before the next lesson: `class.md`, and the text of `class.html`. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from tuitutor.classroom.class_verdicts import Mark, Received, Ungradable
from tuitutor.classroom.item_analysis import Interval
from tuitutor.classroom.reports.class_findings import ClassFindings, ExerciseFindings, findings_in
from tuitutor.classroom.reports.escaping import markdown, prose
from tuitutor.classroom.reports.grade_files import UNREADABLE
from tuitutor.grading.verdicts import Verdict
from tuitutor.spelling import counted, some_of

_MOST = 10  # rows in a list of the commonest or slowest
_LONG = 300  # characters of an error
_EXPLAINED = {
    "Learners": "Lowest first. ✓ passed, ✗ not passed, with the points; – nothing handed in.",
    "Exercises": "The pass rate's interval is Wilson's. Attempts are the different graded answers, per learner. "
    "Checks that were not made, since the answer did not run to its end, don't count as failed.",
    "Misconceptions": "Of failed checks: the coach's advice, or else the check's own words. What differs only by "
    "numbers and names is one row, with one of its wordings.",
    "Right for another variant": "That may be a mistake, such as a mistyped name or a neighbour's task, or a copy.",
    "Made for another version": "What was handed in says that the exercise was another one, as in an older edition of "
    "the course. It was graded by this one all the same.",
}
_Row = tuple[str, ...]


def class_overview(
    course: str,
    marks: Sequence[Mark],
    unread: Sequence[Ungradable],
    waiting: Sequence[Received] = (),
    findings: ClassFindings | None = None,
    day: str = "",
) -> str:
    """Points by learner and exercise, unused files, pass rates and points by exercise, pass rates by variant, the
    commonest errors, the slowest answers, and the `findings`, by default from the marks alone.

    `course` is its title, `day` the date of the marks.
    """
    findings = findings or findings_in(marks, {}, None)
    learners = _everybody(marks, unread, waiting)
    answers = so_far(marks, waiting) if waiting else f"{counted(len(marks), 'answer')}."
    counts = f"{counted(len(learners), 'learner')}, {answers}"
    lines = [f"# {markdown(course)}", "", f"{day}: {counts}" if day else counts]
    if pending := sum(mark.verdict is Verdict.PENDING for mark in marks):
        lines += ["", f"{counted(pending, 'answer')} {'waits' if pending == 1 else 'wait'} for another edition."]
    for title, head, rows in _sections(marks, unread, waiting, findings):
        if rows:
            lines += ["", f"## {title}", "", *_table(head, rows)]
            if title in _EXPLAINED:
                lines += ["", _EXPLAINED[title]]
    return "\n".join(lines) + "\n"


def _sections(
    marks: Sequence[Mark], unread: Sequence[Ungradable], waiting: Sequence[Received], findings: ClassFindings
) -> Iterator[tuple[str, _Row, Sequence[_Row]]]:
    """The title of each section, and the head and the rows of its table; without rows the section is left out."""
    known = {mark.exercise for mark in marks} | {answer.exercise for answer in waiting}
    labels = sorted(known | {file.exercise for file in unread if file.exercise})
    yield "Learners", ("learner", "passed", "points", *map(markdown, labels)), _learners(marks, unread, waiting, labels)
    unused = [
        (markdown(file.who), markdown(file.source), markdown(file.problem))
        for file in sorted(unread, key=attrgetter("unused"))
    ]
    yield "Unused files", ("learner", "file", "why"), unused
    exercises = ("exercise", "answers", "passed, 95 % interval", "points", "attempts", "fails most")
    yield "Exercises", exercises, _exercises(marks, findings)
    yield "Variants", ("exercise", "variant", "answers", "passed"), _variants(marks)
    yield "Commonest errors", ("times", "exercise", "error"), _commonest_errors(marks)
    misconceptions = [
        (str(len(found.who)), markdown(some_of(found.exercises)), prose(found.why), markdown(some_of(found.who)))
        for found in findings.misconceptions[:_MOST]
    ]
    yield "Misconceptions", ("learners", "exercises", "why", "who"), misconceptions
    wrong_answers = [
        (str(len(wrong.who)), markdown(wrong.exercise), markdown(" / ".join(wrong.answers)), prose(wrong.why))
        for wrong in findings.wrong_answers
    ]
    yield "Wrong answers", ("learners", "exercise", "answer", "why it is wrong"), wrong_answers
    other_variants = _other_variants(findings)
    yield "Right for another variant", ("learners", "exercise", "who has that one, and passed"), other_variants
    other_versions = [
        (str(len(other.who)), markdown(other.exercise), markdown(some_of(other.who)))
        for other in findings.other_versions
    ]
    yield "Made for another version", ("answers", "exercise", "whose"), other_versions
    timed = sorted((mark for mark in marks if mark.grade.seconds), key=lambda mark: -mark.grade.seconds)[:_MOST]
    slowest = [(f"{mark.grade.seconds:.1f}", markdown(mark.exercise), markdown(mark.who)) for mark in timed]
    yield "Slowest answers", ("seconds", "exercise", "learner"), slowest


def _learners(
    marks: Sequence[Mark], unread: Sequence[Ungradable], waiting: Sequence[Received], labels: Sequence[str]
) -> list[_Row]:
    """Each learner's points in each exercise, the learner with the fewest first; then how many passed each."""
    cells = {(file.who, file.exercise): UNREADABLE for file in unread if not file.unused}
    cells |= {(mark.who, mark.exercise): _points(mark) for mark in marks}
    cells |= {(answer.who, answer.exercise): "waits" for answer in waiting}
    passed, passes, answers = Counter[str](), Counter[str](), Counter[str]()
    points: dict[str, float] = defaultdict(float)
    out_of = dict.fromkeys(labels, 0.0)
    for mark in marks:
        passed[mark.who] += mark.verdict is Verdict.PASSED
        points[mark.who] += mark.grade.points if mark.final else 0.0
        passes[mark.exercise] += mark.verdict is Verdict.PASSED
        answers[mark.exercise] += 1
        out_of[mark.exercise] = max(out_of[mark.exercise], mark.grade.out_of)
    learners = _everybody(marks, unread, waiting)
    rows = [
        (
            markdown(who),
            f"{passed[who]} of {len(labels)}",
            f"{points[who]:g} of {sum(out_of.values()):g}",
            *(cells.get((who, label), "–") for label in labels),
        )
        for who in sorted(learners, key=lambda who: (points[who], passed[who], who))
    ]
    return [*rows, ("passed", "", "", *(f"{passes[label]} of {answers[label]}" for label in labels))]


def _everybody(marks: Iterable[Mark], unread: Iterable[Ungradable], waiting: Iterable[Received]) -> set[str]:
    handed_in = {mark.who for mark in marks} | {answer.who for answer in waiting}
    return handed_in | {file.who for file in unread if file.who}


def _points(mark: Mark) -> str:
    if not mark.final:
        return "later" if mark.verdict is Verdict.PENDING else "not graded"
    return f"{'✓' if mark.verdict is Verdict.PASSED else '✗'} {mark.grade.points:g}"


def so_far(marks: Sequence[Mark], waiting: Sequence[Received]) -> str:
    """A sentence on how many of the answers that were handed in are graded."""
    ungraded = {(answer.who, answer.exercise) for answer in waiting}
    every = ungraded | {(mark.who, mark.exercise) for mark in marks}
    return f"{len(every - ungraded):,} of {counted(len(every), 'answer')} {'is' if len(every) == 1 else 'are'} graded."


def _exercises(marks: Iterable[Mark], findings: ClassFindings) -> list[_Row]:
    answers, pending = Counter[str](), Counter[str]()
    for mark in marks:
        answers[mark.exercise] += 1
        pending[mark.exercise] += mark.verdict is Verdict.PENDING
    rows: list[_Row] = []
    for found in findings.exercises:
        label = found.exercise
        parts = (("errored", found.errored), ("did not run to their end", found.not_run), ("pending", pending[label]))
        undecided = "".join(f", {count} {word}" for word, count in parts if count)
        share = points = ""
        if found.points is not None:
            share = f"{_share(found.passed, found.graded)}, {percent(found.interval)}"
            points = f"mean {found.points.mean:.2g}, median {found.points.median:g} of {found.out_of:g}"
        cells = (markdown(label), f"{answers[label]}{undecided}", share, points, f"{found.attempts:.2g}")
        rows.append((*cells, markdown(fails_most(found))))
    return rows


def fails_most(found: ExerciseFindings) -> str:
    """The checks that most answers fail, with their counts."""
    return ", ".join(f"{name} ({count})" for name, count in found.fails[:2])


def percent(interval: Interval | None) -> str:
    """The interval of a rate."""
    return f"{interval[0]:.0%} to {interval[1]:.0%}" if interval is not None else ""


def _other_variants(findings: ClassFindings) -> list[_Row]:
    learners: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for other in findings.other_variants:
        learners[other.exercise, str(other.right_for), other.neighbours].append(other.who)
    return [
        (markdown(some_of(who)), markdown(f"{label}, {variant}"), markdown(some_of(neighbours)) or "nobody")
        for (label, variant, neighbours), who in learners.items()
    ]


def _variants(marks: Iterable[Mark]) -> list[_Row]:
    """The pass rate of each variant, since some may be harder."""
    verdicts: dict[tuple[str, int], list[Verdict]] = defaultdict(list)
    for mark in marks:
        if mark.grade.variant is not None and mark.final:
            verdicts[mark.exercise, mark.grade.variant.number].append(mark.verdict)
    return [
        (markdown(label), str(number), str(len(of_variant)), _share(of_variant.count(Verdict.PASSED), len(of_variant)))
        for (label, number), of_variant in sorted(verdicts.items())
    ]


def _share(passed: int, of: int) -> str:
    return f"{passed} ({passed / of:.0%})"


def _commonest_errors(marks: Iterable[Mark]) -> list[_Row]:
    times = Counter[tuple[str, str]]()
    for grade in (mark.grade for mark in marks):
        if grade.why:
            text = f"{grade.error.kind}: {grade.error.message}" if grade.error is not None else grade.why
            # TensorFlow's messages hold a whole traceback, with the error itself at their end
            text = text if len(text) <= _LONG else f"{text[: _LONG // 3]} … {text[-_LONG * 2 // 3 :]}"
            times[grade.exercise, text] += 1
    return [(str(count), markdown(label), prose(text)) for (label, text), count in times.most_common(_MOST)]


def _table(head: _Row, rows: Iterable[_Row]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"
