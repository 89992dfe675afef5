from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tests.classroom.reports.marks import check, raised
from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.grade_files import junit_xml
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict

# What Jenkins' junit-10.xsd lets these have, as far as we write them
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname", "time"},
    "failure": {"message"},
    "error": {"message"},
    "skipped": {"message"},
}
CHILDREN = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "error", "skipped"}}


def mark(who: str = "ada", verdict: Verdict = Verdict.PASSED, *checks: CheckResult, **more: Any) -> Mark:
    return Mark(who, "k", "a", Grade("xor", "v", verdict, checks, **more), 1.0)


def junit(marks: list[Mark], unread: list[Ungradable] | None = None) -> ElementTree.Element:
    root = ElementTree.fromstring(junit_xml("keras", marks, unread or []))
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
    return root


def test_a_suite_a_learner_and_a_case_a_check() -> None:
    checks = [
        check("two outputs", Verdict.PASSED),
        check("hidden accuracy", Verdict.FAILED, 0, 3, "A line cannot split it.", "at least 0.95", "0.71"),
        check("gap", Verdict.SKIPPED, why="waits on hidden accuracy"),
    ]
    root = junit([mark("bob", Verdict.FAILED, *checks, seconds=1.5), mark("ada", Verdict.PASSED, checks[0])])
    assert root.attrib == {"name": "keras", "tests": "4", "failures": "1", "errors": "0"}
    ada, bob = root
    assert (ada.get("name"), bob.get("name")) == ("ada", "bob")
    assert {key: bob.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3", "failures": "1", "errors": "0", "skipped": "1",
    }  # fmt: skip
    _, failed, skipped = bob
    assert failed.attrib == {"classname": "xor", "name": "hidden accuracy"}
    (failure,) = failed
    assert failure.attrib == {"message": "expected at least 0.95, found 0.71; A line cannot split it."}
    assert [child.tag for child in skipped] == ["skipped"]


def test_what_did_not_run_to_its_end_is_a_case_of_its_own() -> None:
    failed = mark("ada", Verdict.FAILED, error=raised("NameError", "name 'x' is not defined", 3), seconds=0.25)
    (suite,) = junit([failed])
    (case,) = suite
    assert case.attrib == {"classname": "xor", "name": "runs to its end", "time": "0.250"}
    assert [(child.tag, child.get("message")) for child in case] == [
        ("failure", "NameError: name 'x' is not defined (line 3)")
    ]


def test_an_answer_without_checks_is_a_case_too() -> None:
    (suite,) = junit([mark("ada")])
    (case,) = suite
    assert (case.attrib, len(case)) == ({"classname": "xor", "name": "runs to its end", "time": "0.000"}, 0)


def test_what_is_not_the_learners_fault_is_an_error() -> None:
    lost = mark("ada", Verdict.ERRORED, problem="the worker died")
    (ada, bob) = junit([lost], [Ungradable("bob", "", "in/bob.pdf", "it is no answer.")])
    assert (ada.get("errors"), ada.get("failures")) == ("1", "0")
    (case,) = bob
    assert (case.get("classname"), case.get("name")) == ("in/bob.pdf", "can be read")
    assert case[0].attrib == {"message": "it is no answer."}


@given(st.text(), st.text())
def test_text_of_learners_stays_text(who: str, message: str) -> None:
    for text in (who, message, f"{who}\x1b[2J]]><!-- &amp;"):
        root = junit([mark(text, Verdict.FAILED, check(text, Verdict.FAILED, why=text), stopped=text)])
        assert len(root) == 1
        assert all(value.isprintable() for element in root.iter() for value in element.attrib.values())
