from __future__ import annotations

from html import escape

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.classroom.reports.marks import check, mark, raised
from tuitutor.classroom.class_verdicts import Received, Ungradable
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.classroom.reports.escaping import markdown
from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Advice, Verdict

HIGH = Advice("rate", (), "It is too high.", "")
CLASS = [
    mark("ada", "xor", Verdict.PASSED, 4, check("two outputs", Verdict.PASSED), seconds=2.0),
    mark("bob", "xor", Verdict.FAILED, 1, check("hidden", Verdict.FAILED), check("gap", Verdict.FAILED), seconds=9.5),
    mark("cem", "xor", Verdict.FAILED, 3, check("hidden", Verdict.FAILED), advice=(HIGH,)),
    mark("dan", "xor", Verdict.ERRORED, 0, problem="the worker died"),
    mark("ada", "golf", Verdict.FAILED, 0, error=raised("NameError", "name 'x' is not defined", 3)),
    mark("bob", "golf", Verdict.FAILED, 0, error=raised("NameError", "name 'x' is not defined", 7)),
]


def test_it_says_how_many_wait() -> None:
    later = [Received("ada", "xor", "newer", ""), Received("new", "golf", "", "")]
    of = len({*((entry.who, entry.exercise) for entry in CLASS), *((entry.who, entry.exercise) for entry in later)})
    assert f"{of - 2} of {of} answers are graded." in class_overview("keras", CLASS, [], later).splitlines()[2]


def test_how_each_exercise_went() -> None:
    lines = class_overview("keras", CLASS, [Ungradable("eve", "", "in/eve.pdf", "it is no answer.")]).splitlines()
    assert lines[:3] == ["# keras", "", "5 learners, 6 answers."]
    assert "| eve | in/eve.pdf | it is no answer. |" in lines
    assert "| xor | 4, 1 errored | 1 (33%), 6% to 79% | mean 2.7, median 3 of 4 | 1 | hidden (2), gap (1) |" in lines
    assert "| golf | 2, 2 did not run to their end | 0 (0%), 0% to 66% | mean 0, median 0 of 4 | 1 |  |" in lines


def test_learners_come_first_those_at_risk_before_all() -> None:
    files = [Ungradable("eve", "golf", "in/eve.pdf", "it is empty."), Ungradable("", "", "in/x", "it is no answer.")]
    later = [Received("cem", "golf", "newer", "")]
    text = class_overview("Neural networks", CLASS, files, later, day="2026-12-03")
    head, table = text.split("## Unused files")[0].split("## Learners\n\n")
    assert head.splitlines()[:3] == ["# Neural networks", "", "2026-12-03: 5 learners, 6 of 7 answers are graded."]
    assert table.splitlines()[2:8] == [
        "| dan | 0 of 2 | 0 of 8 | – | not graded |",
        "| eve | 0 of 2 | 0 of 8 | unreadable | – |",
        "| bob | 0 of 2 | 1 of 8 | ✗ 0 | ✗ 1 |",
        "| cem | 0 of 2 | 3 of 8 | waits | ✗ 3 |",
        "| ada | 1 of 2 | 4 of 8 | ✗ 0 | ✓ 4 |",
        "| passed |  |  | 0 of 2 | 1 of 4 |",
    ]


def test_how_each_variant_went() -> None:
    first, second = Variant(1, 2), Variant(2, 2)
    marks = [
        mark("ada", "xor", Verdict.PASSED, 4, variant=second),
        mark("bob", "xor", Verdict.FAILED, 1, variant=second),
        mark("cem", "xor", Verdict.PASSED, 4, variant=first),
        mark("dan", "xor", Verdict.ERRORED, 0, variant=first),
    ]
    text = class_overview("keras", marks, []).split("## Variants")[1].split("##")[0]
    assert text.split("\n\n")[1].splitlines()[2:] == ["| xor | 1 | 1 | 1 (100%) |", "| xor | 2 | 2 | 1 (50%) |"]


def test_what_is_commonest_and_slowest() -> None:
    text = class_overview("keras", CLASS, [])
    errors, rest = text.split("## Commonest errors")[1].split("## Misconceptions")
    assert "| 2 | golf | NameError: name 'x' is not defined |" in errors  # at whatever line
    assert "| 1 | xor | the worker died |" in errors
    advice, slowest = rest.split("## Slowest answers")
    assert "| 1 | xor | It is too high. | cem |" in advice
    rows = [line for line in slowest.splitlines() if line]
    assert rows == [
        "| seconds | exercise | learner |",
        "| --- | --- | --- |",
        "| 9.5 | xor | bob |",
        "| 2.0 | xor | ada |",
    ]


def test_of_a_long_error_its_ends_are_told() -> None:
    error = raised(
        "InvalidArgumentError", f"Graph execution error: {'File x, line 3 ' * 100} Incompatible shapes: 3 and 4"
    )
    text = class_overview("keras", [mark("ada", "xor", Verdict.FAILED, 0, error=error)], [])
    (row,) = (line for line in text.splitlines() if "InvalidArgumentError" in line)
    assert "InvalidArgumentError: Graph execution error" in row
    assert row.endswith("Incompatible shapes: 3 and 4 |")
    assert len(row) < 350


def test_lists_are_short() -> None:
    advice = tuple(Advice(f"{number}", (), "", "") for number in range(11))
    slow = [mark(f"{number}", "xor", Verdict.FAILED, 0, seconds=20.0 - number, advice=advice) for number in range(11)]
    wrong = [mark("ada", "xor", Verdict.FAILED, 0, stopped=f"{number}") for number in range(11)]
    for title in ("errors", "Misconceptions", "answers"):
        text = class_overview("keras", [*slow, *wrong], []).split(f" {title}\n")[1].split("#")[0]
        assert text.count("\n| ") == 12  # its head and ten rows


def test_what_there_is_none_of_has_no_heading() -> None:
    text = class_overview("keras", [mark("ada", "xor", Verdict.PASSED, 4)], [])
    assert [line for line in text.splitlines() if line.startswith("##")] == ["## Learners", "## Exercises"]


@given(st.text())
def test_text_of_learners_is_no_markup(text: str) -> None:
    shown = "".join(char if char.isprintable() else " " for char in text)
    for piece in (text, f"<b>{text}", f"[x](y){text}", f"**{text}**", f"`{text}`", f"https://{text}.org"):
        plain = shown if piece is text else "".join(char if char.isprintable() else " " for char in piece)
        html = MarkdownIt("commonmark").enable("table").renderInline(markdown(piece))
        assert html == escape(plain, quote=False).replace('"', "&quot;")


def test_what_is_no_markup_is_left_as_it_is() -> None:
    text = "Stopped: it ran on (while True: pass). tuitutor-keras, 0.95 + 2 = 2.95; model.fit!"
    assert markdown(text) == text
    assert markdown("# www.a.org -- 1. :::") == r"\# www\.a.org \-- 1. \:\::"


def test_no_text_breaks_out_of_its_cell() -> None:
    wild = "a|b\n| c"
    rows = class_overview(
        "keras", [mark(wild, wild, Verdict.FAILED, 0, check(wild, Verdict.FAILED), stopped=wild, seconds=1.0)], []
    )
    html = MarkdownIt("commonmark").enable("table").render(rows)
    assert html.count("<td>") == 2 * 4 + 6 + 3 + 3


def test_code_in_advice_is_shown_as_it_is() -> None:
    advice = Advice("shape", (), "`x_train[0] | y` has 3 axes, not *two*; `fit", "")
    second = Advice("shape", (), "`x_train[0] | y` has 3 axes, not *two*", "")
    page = class_overview(
        "keras", [mark("ada", "xor", Verdict.FAILED, 1, advice=(piece,)) for piece in (advice, second)], []
    )
    assert "| `x_train[0] \\| y` has 3 axes, not \\*two\\* |" in page
    assert r"\`x\_train" in page, "but not where it is open"
