"""What a teacher wants to know about a class before the next lesson: `class.md`, and the text of `class.html`. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tuitutor.classroom.class_verdicts import Mark, Received, Ungradable
from tuitutor.classroom.item_analysis import Interval
from tuitutor.classroom.reports.class_findings import ClassFindings, findings_in
from tuitutor.classroom.reports.escaping import markdown, prose
from tuitutor.grading.verdicts import Verdict
from tuitutor.spelling import counted, some_of

_MOST = 10  # rows in a list of the commonest or slowest
_LONG = 300  # characters of an error
STATISTICS = ("exercise", "pass rate, 95 % interval", "attempts", "median points")
EXPLAINED = {
    "Statistics": "The pass rate's interval is Wilson's. Attempts are the different answers that were graded, per "
    "learner.",
    "Misconceptions": "Advice that differs only by numbers and names is one row, with one of its wordings.",
    "Right for another variant": "That may be a mistake, such as a mistyped name or a neighbour's task, or a copy.",
    "Made for another version": "What was handed in says that the exercise was another one, as in an older edition of "
    "the course. It was graded by this one all the same.",
}
"""What each section means, for all reports that have it."""


def class_overview(
    course: str,
    marks: Sequence[Mark],
    unread: Sequence[Ungradable],
    waiting: Sequence[Received] = (),
    findings: ClassFindings | None = None,
) -> str:
    """Pass rates and points by exercise, pass rates by variant, the commonest failures and errors, the slowest answers,
    and the `findings`; without these, what the marks alone say.
    """
    found = findings or findings_in(marks, {}, None)
    learners = {*(each.who for each in marks), *(each.who for each in unread), *(each.who for each in waiting)}
    answers = so_far(marks, waiting) if waiting else f"{counted(len(marks), 'answer')}."
    lines = [f"# {markdown(course)}", "", f"{counted(len(learners), 'learner')}, {answers}"]
    if later := sum(mark.verdict is Verdict.PENDING for mark in marks):
        lines += ["", f"{counted(later, 'answer')} {'waits' if later == 1 else 'wait'} for another edition."]
    if unread:
        lines += ["", f"{counted(len(unread), 'file')} gave no answer; grades.csv says why."]
    lines += ["", *_table(("exercise", "answers", "passed", "points", "fails most"), _exercises(marks))]
    if any(mark.final and mark.not_run for mark in marks):
        lines += ["", "Answers that are not run did not run to their end; their checks don't count as failed."]
    for title, head, rows in _sections(marks, found):
        if rows:
            lines += ["", f"## {title}", "", *_table(head, rows)]
            if title in EXPLAINED:
                lines += ["", EXPLAINED[title]]
    return "\n".join(lines) + "\n"


def _sections(
    marks: Sequence[Mark], found: ClassFindings
) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    """Each section with its title, and the head and the rows of its table; without rows there is nothing to say."""
    yield "Statistics", STATISTICS, _statistics(found)
    yield "Variants", ("exercise", "variant", "answers", "passed"), _variants(marks)
    yield "Commonest errors", ("times", "exercise", "error"), _commonest_errors(marks)
    misconceptions = [
        (str(len(each.who)), markdown(some_of(each.exercises)), prose(each.why), markdown(some_of(each.who)))
        for each in found.misconceptions[:_MOST]
    ]
    yield "Misconceptions", ("learners", "exercises", "the coach said", "who"), misconceptions
    wrong = [
        (str(len(each.who)), markdown(each.exercise), markdown(" / ".join(each.answers)), prose(each.why))
        for each in found.wrong_answers
    ]
    yield "Wrong answers", ("learners", "exercise", "answer", "why it is wrong"), wrong
    yield "Right for another variant", ("learners", "exercise", "who has that one, and passed"), _other_variants(found)
    others = [
        (str(len(each.who)), markdown(each.exercise), markdown(some_of(each.who))) for each in found.other_versions
    ]
    yield "Made for another version", ("answers", "exercise", "whose"), others
    timed = sorted((mark for mark in marks if mark.grade.seconds), key=lambda mark: -mark.grade.seconds)[:_MOST]
    slowest = [(f"{mark.grade.seconds:.1f}", markdown(mark.exercise), markdown(mark.who)) for mark in timed]
    yield "Slowest answers", ("seconds", "exercise", "learner"), slowest


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
        open_ = Counter(mark.verdict.value for mark in theirs if not mark.final)
        if not_run := sum(bool(mark.not_run) for mark in final):
            open_["not run"] = not_run
        undecided = "".join(f", {count} {verdict}" for verdict, count in sorted(open_.items()))
        share = points = fails = ""
        if grades:
            share = _share(sum(grade.verdict is Verdict.PASSED for grade in grades), len(grades))
            mean, most = sum(grade.points for grade in grades) / len(grades), max(grade.out_of for grade in grades)
            points = f"{mean:.1f} of {most:g}"
            failed = Counter(check.name for mark in final for check in mark.failed)
            fails = ", ".join(f"{name} ({count})" for name, count in failed.most_common(2))
        rows.append((markdown(label), f"{len(theirs)}{undecided}", share, points, markdown(fails)))
    return rows


def _statistics(found: ClassFindings) -> list[tuple[str, ...]]:
    return [
        (
            markdown(each.exercise),
            f"{each.passed / each.graded:.0%}{percent(each.interval)}",
            f"{each.attempts:.2g}",
            f"{each.points.median:g} of {each.out_of:g}",
        )
        for each in found.exercises
        if each.points is not None
    ]


def percent(interval: Interval | None) -> str:
    """An interval of a rate, after the rate."""
    return f" ({interval[0]:.0%} to {interval[1]:.0%})" if interval is not None else ""


def _other_variants(found: ClassFindings) -> list[tuple[str, ...]]:
    who: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for each in found.other_variants:
        who[each.exercise, str(each.right_for), each.neighbours].append(each.who)
    return [
        (markdown(some_of(theirs)), markdown(f"{label}, {variant}"), markdown(some_of(neighbours)) or "nobody")
        for (label, variant, neighbours), theirs in who.items()
    ]


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


def _share(passed: int, of: int) -> str:
    return f"{passed} ({passed / of:.0%})"


def _commonest_errors(marks: Iterable[Mark]) -> list[tuple[str, ...]]:
    found = Counter[tuple[str, str]]()
    for grade in (mark.grade for mark in marks):
        if grade.why:
            error = grade.error
            said = f"{error.kind}: {error.message}" if error is not None else grade.why
            # TensorFlow's messages hold a whole traceback, with what was wrong at their end
            said = said if len(said) <= _LONG else f"{said[: _LONG // 3]} … {said[-_LONG * 2 // 3 :]}"
            found[grade.exercise, said] += 1
    return [(str(count), markdown(label), prose(said)) for (label, said), count in found.most_common(_MOST)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"
