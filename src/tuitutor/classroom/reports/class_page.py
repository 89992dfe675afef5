"""What a teacher wants to know about a class before the next lesson: `class.md`. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tuitutor.classroom.class_verdicts import Mark, Received, Unread
from tuitutor.classroom.reports.inert import markdown, prose
from tuitutor.grading.verdicts import Verdict
from tuitutor.spelling import counted

_MOST = 10  # rows in a list of the commonest or slowest


def class_overview(
    course: str,
    marks: Sequence[Mark],
    unread: Sequence[Unread],
    waiting: Sequence[Received] = (),
    doubtful: Sequence[str] = (),
) -> str:
    """Pass rates and points by exercise, pass rates by variant, the commonest failures, errors and advice, and the
    slowest answers; what people decided, and what is `doubtful` about that; and what came late.
    """
    learners = {*(each.who for each in marks), *(each.who for each in unread), *(each.who for each in waiting)}
    answers = so_far(marks, waiting) if waiting else f"{counted(len(marks), 'answer')}."
    lines = [f"# {markdown(course)}", "", f"{counted(len(learners), 'learner')}, {answers}"]
    if later := sum(mark.standing == Verdict.PENDING.value for mark in marks):
        lines += [
            "",
            f"{counted(later, 'answer')} {'waits' if later == 1 else 'wait'} for a person, or for another edition.",
        ]
    if unread:
        lines += ["", f"{counted(len(unread), 'file')} gave no answer; grades.csv says why."]
    lines += ["", *_table(("exercise", "answers", "passed", "points", "fails most"), _exercises(marks))]
    advice = [(mark.exercise, each.why or each.topic) for mark in marks for each in mark.grade.advice]
    timed = sorted((mark for mark in marks if mark.grade.seconds), key=lambda mark: -mark.grade.seconds)[:_MOST]
    slowest = [(f"{mark.grade.seconds:.1f}", markdown(mark.exercise), markdown(mark.who)) for mark in timed]
    for title, head, rows in (
        ("Variants", ("exercise", "variant", "answers", "passed"), _variants(marks)),
        ("Commonest errors", ("times", "exercise", "error"), _commonest(_errors(marks))),
        ("Commonest advice", ("times", "exercise", "advice"), _commonest(advice)),
        ("Slowest answers", ("seconds", "exercise", "learner"), slowest),
        ("Decisions", ("learner", "exercise", "mark", "notes"), _decided(marks)),
        ("Late", ("learner", "exercise", "handed in", "known from", "late", "points taken off"), _late(marks)),
        ("Decisions that need another look", ("which", "why"), [_named(each) for each in doubtful]),
    ):
        if rows:
            lines += ["", f"## {title}", "", *_table(head, rows)]
    return "\n".join(lines) + "\n"


def so_far(marks: Sequence[Mark], waiting: Sequence[Received]) -> str:
    """How many of the answers that were handed in are graded."""
    later = {(each.who, each.exercise) for each in waiting}
    every = later | {(mark.who, mark.exercise) for mark in marks}
    return f"{len(every - later):,} of {counted(len(every), 'answer')} {'is' if len(every) == 1 else 'are'} graded."


def _exercises(marks: Iterable[Mark]) -> list[tuple[str, ...]]:
    answers: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        answers[mark.exercise].append(mark)
    rows: list[tuple[str, ...]] = []
    for label, theirs in sorted(answers.items()):
        final = [mark for mark in theirs if mark.final]
        grades = [mark.grade for mark in final]
        open_ = Counter(mark.standing for mark in theirs if not mark.final)
        undecided = "".join(f", {count} {verdict}" for verdict, count in sorted(open_.items()))
        share = points = fails = ""
        if grades:
            share = _share(sum(mark.verdict is Verdict.PASSED for mark in final), len(final))
            mean, most = sum(mark.points for mark in final) / len(final), max(grade.out_of for grade in grades)
            points = f"{mean:.1f} of {most:g}"
            failed = Counter(
                check.name for grade in grades for check in grade.results if check.verdict is Verdict.FAILED
            )
            fails = ", ".join(f"{name} ({count})" for name, count in failed.most_common(2))
        rows.append((markdown(label), f"{len(theirs)}{undecided}", share, points, markdown(fails)))
    return rows


def _variants(marks: Iterable[Mark]) -> list[tuple[str, ...]]:
    """The pass rate of each variant, since one may be harder than the others."""
    verdicts: dict[tuple[str, int], list[Verdict]] = defaultdict(list)
    for mark in marks:
        if mark.grade.variant is not None and mark.final:
            verdicts[mark.exercise, mark.grade.variant.number].append(mark.verdict)
    return [
        (markdown(label), str(number), str(len(theirs)), _share(theirs.count(Verdict.PASSED), len(theirs)))
        for (label, number), theirs in sorted(verdicts.items())
    ]


def _decided(marks: Iterable[Mark]) -> list[tuple[str, ...]]:
    """What people decided, but for the points of single checks."""
    rows: list[tuple[str, ...]] = []
    for mark in marks:
        ruling = mark.ruling
        if ruling.verdict is not None or ruling.excused or ruling.notes:
            points = f", {mark.points:g} of {mark.grade.out_of:g}" if mark.final else ""
            said = markdown(" ".join(ruling.notes))
            rows.append((markdown(mark.who), markdown(mark.exercise), f"{mark.standing}{points}", said))
    return rows


def _late(marks: Iterable[Mark]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for mark in marks:
        ruling = mark.ruling
        if how := ruling.late or ruling.claimed:
            said = (mark.who, mark.exercise, ruling.time, ruling.time_from, how)
            rows.append((*map(markdown, said), f"{ruling.taken_off:g}"))
    return rows


def _named(doubtful: str) -> tuple[str, str]:
    place, _, said = doubtful.partition(": ")
    return markdown(place), markdown(said)


def _share(passed: int, of: int) -> str:
    return f"{passed} ({passed / of:.0%})"


def _errors(marks: Iterable[Mark]) -> Iterator[tuple[str, str]]:
    for grade in (mark.grade for mark in marks):
        if grade.why:
            error = grade.error
            yield grade.exercise, f"{error.kind}: {error.message}" if error is not None else grade.why


def _commonest(found: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    commonest = Counter(found).most_common(_MOST)
    return [(str(count), markdown(label), prose(said)) for (label, said), count in commonest]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"
