from __future__ import annotations

from html import escape
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.verdicts import Advised, Check, Mark, Raised, Unread
from tuitutor.reports.inert import markdown
from tuitutor.reports.overview import class_overview


def mark(who: str, exercise: str, verdict: Verdict, points: float, *checks: Check, **more: Any) -> Mark:
    return Mark(who, exercise, "k", "a", "v", verdict, points, 4.0, 1.0, checks=checks, **more)


CLASS = [
    mark("ada", "xor", Verdict.PASSED, 4, Check("two outputs", Verdict.PASSED), seconds=2.0),
    mark("bob", "xor", Verdict.FAILED, 1, Check("hidden", Verdict.FAILED), Check("gap", Verdict.FAILED), seconds=9.5),
    mark(
        "cem", "xor", Verdict.FAILED, 3, Check("hidden", Verdict.FAILED), advice=(Advised("rate", "It is too high."),)
    ),
    mark("dan", "xor", Verdict.ERRORED, 0, trouble="the worker died"),
    mark("ada", "golf", Verdict.FAILED, 0, error=Raised("NameError", "name 'x' is not defined", 3)),
    mark("bob", "golf", Verdict.FAILED, 0, error=Raised("NameError", "name 'x' is not defined", 7)),
]


def test_how_each_exercise_went() -> None:
    lines = class_overview("keras", CLASS, [Unread("eve", "", "in/eve.pdf", "it is no answer.")]).splitlines()
    assert lines[:3] == ["# keras", "", "5 learners, 6 answers."]
    assert "1 file gave no answer; grades.csv says why." in lines
    assert "| xor | 4, 1 errored | 1 (33%) | 2.7 of 4 | hidden (2), gap (1) |" in lines
    assert "| golf | 2 | 0 (0%) | 0.0 of 4 |  |" in lines


def test_how_each_variant_went() -> None:
    first, second = ({"variant": Variant(number, 2)} for number in (1, 2))
    marks = [
        mark("ada", "xor", Verdict.PASSED, 4, **second),
        mark("bob", "xor", Verdict.FAILED, 1, **second),
        mark("cem", "xor", Verdict.PASSED, 4, **first),
        mark("dan", "xor", Verdict.ERRORED, 0, **first),
    ]
    text = class_overview("keras", marks, []).split("## Variants")[1].split("##")[0]
    assert text.split("\n\n")[1].splitlines()[2:] == ["| xor | 1 | 1 | 1 (100%) |", "| xor | 2 | 2 | 1 (50%) |"]


def test_what_is_commonest_and_slowest() -> None:
    text = class_overview("keras", CLASS, [])
    errors, rest = text.split("## Commonest errors")[1].split("## Commonest advice")
    assert "| 2 | golf | NameError: name 'x' is not defined |" in errors  # at whatever line
    assert "| 1 | xor | the worker died |" in errors
    advice, slowest = rest.split("## Slowest answers")
    assert "| 1 | xor | It is too high. |" in advice
    rows = [line for line in slowest.splitlines() if line]
    assert rows == [
        "| seconds | exercise | learner |",
        "| --- | --- | --- |",
        "| 9.5 | xor | bob |",
        "| 2.0 | xor | ada |",
    ]


def test_lists_are_short() -> None:
    advice = tuple(Advised(f"{number}", "") for number in range(11))
    slow = [mark(f"{number}", "xor", Verdict.FAILED, 0, seconds=20.0 - number) for number in range(11)]
    wrong = [mark("ada", "xor", Verdict.FAILED, 0, stopped=f"{number}", advice=advice) for number in range(11)]
    for title in ("errors", "advice", "answers"):
        text = class_overview("keras", [*slow, *wrong], []).split(f" {title}\n")[1].split("#")[0]
        assert text.count("\n| ") == 12  # its head and ten rows


def test_what_there_is_none_of_has_no_heading() -> None:
    assert "##" not in class_overview("keras", [mark("ada", "xor", Verdict.PASSED, 4)], [])


@given(st.text())
def test_text_of_learners_is_no_markup(text: str) -> None:
    shown = "".join(char if char.isprintable() else " " for char in text)
    for piece in (text, f"<b>{text}", f"[x](y){text}", f"**{text}**", f"`{text}`", f"https://{text}.org"):
        said = shown if piece is text else "".join(char if char.isprintable() else " " for char in piece)
        html = MarkdownIt("commonmark").enable("table").renderInline(markdown(piece))
        assert html == escape(said, quote=False).replace('"', "&quot;")


def test_what_is_no_markup_is_left_as_it_is() -> None:
    text = "Stopped: it ran on (while True: pass). tuitutor-keras, 0.95 + 2 = 2.95; model.fit!"
    assert markdown(text) == text
    assert markdown("# www.a.org -- 1. :::") == r"\# www\.a.org \-- 1. \:\::"


def test_no_text_breaks_out_of_its_cell() -> None:
    wild = "a|b\n| c"
    rows = class_overview(
        "keras", [mark(wild, wild, Verdict.FAILED, 0, Check(wild, Verdict.FAILED), stopped=wild, seconds=1.0)], []
    )
    html = MarkdownIt("commonmark").enable("table").render(rows)
    assert html.count("<td>") == 5 + 3 + 3
