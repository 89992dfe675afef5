"""A class's verdicts as JUnit XML: one suite per learner, one case per check. Pure.

Valid by the schema of Jenkins' xUnit plugin (junit-10.xsd). A `failure` is the answer's fault, an `error` is ours or a
file without an answer, and `skipped` waits for another check or for a person. The XML is written as text: a large class
has millions of cases, for which an element tree would take gigabytes and most of the time for reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from tuitutor.classroom.class_verdicts import Mark, Unread
from tuitutor.classroom.reports.inert import harmless
from tuitutor.classroom.reports.told import told
from tuitutor.grading.verdicts import Verdict

_TAGS = {Verdict.FAILED: "failure", Verdict.ERRORED: "error", Verdict.SKIPPED: "skipped", Verdict.PENDING: "skipped"}
_ENDED = "runs to its end"  # a separate case: all checks may pass for an answer that did not


def junit_xml(course: str, marks: Iterable[Mark], unread: Iterable[Unread]) -> str:
    """All verdicts as one document."""
    found: list[Mark | Unread] = [*marks, *unread]
    handed_in = sorted(found, key=lambda each: (each.who, each.exercise))
    suites, totals = [], Counter[str]()
    for who, theirs in groupby(handed_in, key=lambda each: each.who):
        counts = Counter[str]()
        cases = [case for each in theirs for case in _cases(each, counts)]
        counts["test"] = len(cases)
        totals += counts
        skipped = f' skipped="{counts["skipped"]}"'  # the schema has no such attribute for <testsuites>
        suites.append(f"  <testsuite{_write_counts(who, counts)}{skipped}>\n{''.join(cases)}  </testsuite>\n")
    head = f"<?xml version='1.0' encoding='utf-8'?>\n<testsuites{_write_counts(course, totals)}>\n"
    return f"{head}{''.join(suites)}</testsuites>\n"


def _write_counts(name: str, counts: Counter[str]) -> str:
    numbers = "".join(f' {tag}s="{counts[tag]}"' for tag in ("test", "failure", "error"))
    return f' name="{_text(name)}"{numbers}'


def _cases(each: Mark | Unread, counts: Counter[str]) -> Iterator[str]:
    """The cases of an answer; those that did not pass are counted in `counts`, by tag."""
    if isinstance(each, Unread):
        yield _case(counts, each.exercise or each.source, "can be read", Verdict.ERRORED, each.problem)
        return
    grade = each.grade
    if grade.why or not grade.results:
        yield _case(counts, each.exercise, _ENDED, grade.verdict, grade.why, grade.seconds)
    for check in grade.results:
        said = "" if check.verdict is Verdict.PASSED else told(check)
        yield _case(counts, each.exercise, check.name, check.verdict, said)


def _case(
    counts: Counter[str], exercise: str, name: str, verdict: Verdict, said: str, seconds: float | None = None
) -> str:
    timed = "" if seconds is None else f' time="{seconds:.3f}"'
    case = f'    <testcase classname="{_text(exercise)}" name="{_text(name)}"{timed}'
    if (tag := _TAGS.get(verdict)) is None:
        return f"{case} />\n"
    counts[tag] += 1
    return f'{case}>\n      <{tag} message="{_text(said)}" />\n    </testcase>\n'


def _text(text: str) -> str:
    return escape(harmless(text), {'"': "&quot;"})
