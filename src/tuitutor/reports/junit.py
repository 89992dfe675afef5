"""A class's verdicts as JUnit XML: a suite a learner, a case a check. Pure.

Valid by the schema of Jenkins' xUnit plugin (junit-10.xsd). A `failure` is the learner's, an `error` is ours or a file
that gave no answer, and `skipped` waits on another check.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.verdicts import Mark, Unread
from tuitutor.reports.inert import printable

_TAGS = {Verdict.FAILED: "failure", Verdict.ERRORED: "error", Verdict.SKIPPED: "skipped"}
_ENDED = "runs to its end"  # a case of its own: all checks may pass of what did not


def junit_xml(course: str, marks: Iterable[Mark], unread: Iterable[Unread]) -> str:
    """All verdicts as one document."""
    root = Element("testsuites", name=printable(course))
    handed_in: list[Mark | Unread] = [*marks, *unread]
    for who, theirs in groupby(
        sorted(handed_in, key=lambda each: (each.who, each.exercise)), key=lambda each: each.who
    ):
        suite = SubElement(root, "testsuite", name=printable(who))
        for each in theirs:
            if isinstance(each, Unread):
                _case(suite, each.exercise or each.source, "can be read", Verdict.ERRORED, each.trouble)
            else:
                _answer(suite, each)
        _count(suite, "tests", "testcase")
        for tag in _TAGS.values():
            _count(suite, tag if tag == "skipped" else f"{tag}s", f"testcase/{tag}")
    for total in ("tests", "failures", "errors"):
        root.set(total, str(sum(int(suite.get(total, 0)) for suite in root)))
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _answer(suite: Element, mark: Mark) -> None:
    if mark.why or not mark.checks:
        _case(suite, mark.exercise, _ENDED, mark.verdict, mark.why, mark.seconds)
    for check in mark.checks:
        _case(suite, mark.exercise, check.name, check.verdict, check.said)


def _case(suite: Element, exercise: str, name: str, verdict: Verdict, said: str, seconds: float | None = None) -> None:
    case = SubElement(suite, "testcase", classname=printable(exercise), name=printable(name))
    if seconds is not None:
        case.set("time", f"{seconds:.3f}")
    if (tag := _TAGS.get(verdict)) is not None:
        SubElement(case, tag, message=printable(said))


def _count(suite: Element, name: str, path: str) -> None:
    suite.set(name, str(len(suite.findall(path))))
