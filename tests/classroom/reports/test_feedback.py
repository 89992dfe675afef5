"""What learners are told: all that helps them, as text that stays text, under the name of what they handed in."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.classroom.reports import marks
from tests.classroom.reports.marks import check, raised
from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.feedback import feedback_name, feedback_text, feedback_zip
from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict


def mark(verdict: Verdict, points: float, *checks: CheckResult, **more: Any) -> Mark:
    return marks.mark("ada", "xor", verdict, points, *checks, **more)


HIDDEN = check("hidden accuracy", Verdict.FAILED, 0, 3, "A line cannot split it.", "at least 0.95", "0.71")


def test_a_learner_is_told_what_was_expected_and_found_and_why_and_what_to_try() -> None:
    advice = Advice("rate", (), "The learning rate is too high.", "0.01 instead of 10.", 7)
    failed = mark(Verdict.FAILED, 1, check("two outputs", Verdict.PASSED, 1, 1), HIDDEN, advice=(advice,))
    assert feedback_text("ada", [failed], [], {"xor": "loss\n ***"}) == (
        "# Feedback for `ada`\n\n"
        "Next: correct `xor` as it says below, and hand in again if you still may.\n\n"
        "## `xor`: not passed, 1 of 4 points\n\n"
        "    not passed: hidden accuracy (0 of 3 points)\n"
        "      expected: at least 0.95\n"
        "      found: 0.71\n"
        "      A line cannot split it.\n\n"
        "    passed: two outputs\n\n"
        "    Line 7: The learning rate is too high.\n"
        "    Try: 0.01 instead of 10.\n\n"
        "The last training:\n\n"
        "    loss\n"
        "     ***\n"
    )


def test_a_learner_is_told_which_variant_was_graded() -> None:
    told = feedback_text("ada", [mark(Verdict.PASSED, 4, variant=Variant(2, 3))], [], {})
    assert told.splitlines()[4:7] == [
        "## `xor`: passed, 4 of 4 points",
        "",
        "Graded as variant 2 of 3, which is yours.",
    ]


def test_an_error_is_told_with_its_line() -> None:
    unreached = [check(name, Verdict.FAILED, 0, 2, "There is nothing to judge yet.") for name in ("trained", "hidden")]
    ended = mark(Verdict.FAILED, 0, *unreached, error=raised("NameError", "name 'x' is not defined", 3))
    told = feedback_text("ada", [ended], [], {})
    assert told.endswith("    NameError: name 'x' is not defined (line 3)\n\n    not checked: trained, hidden\n")


def test_long_sentences_are_wrapped_below_their_beginning_and_names_stay_whole() -> None:
    why = " ".join(["two-hidden-layers"] * 5)
    wrong = mark(Verdict.FAILED, 0, check("hidden", Verdict.FAILED, 0, 1, why, expected="x" * 65, found="x" * 66))
    assert feedback_text("ada", [wrong], [], {}).splitlines()[6:] == [
        "    not passed: hidden (0 of 4 points)",
        f"      expected: {'x' * 65}",
        f"      found: {'x' * 66}",
        "      two-hidden-layers two-hidden-layers two-hidden-layers two-hidden-layers",
        "        two-hidden-layers",
    ]
    exact = mark(Verdict.FAILED, 0, stopped=f"{'x' * 38} {'y' * 39}")
    assert feedback_text("ada", [exact], [], {}).splitlines()[6:8] == [f"    {'x' * 38} {'y' * 39}", ""]


def test_what_was_not_graded_says_nothing_of_us_or_of_the_folders_it_lay_in() -> None:
    lost = mark(Verdict.ERRORED, 0, HIDDEN, problem="srun: node n17 died")
    text = feedback_text("ada", [lost], [Ungradable("ada", "", "/home/eve/in/golf.py", "it is empty.")], {})
    assert "## `xor`: not graded\n\nThis answer could not be graded." in text
    assert "## `golf.py`: not graded\n\n    it is empty.\n" in text
    assert not any(word in text for word in ("srun", "n17", "eve", "0 of", "hidden accuracy"))


@given(st.text())
def test_text_of_learners_is_no_markup(text: str) -> None:
    wild = f"{text}\n\n# x <b>`</b> ![x](y)\n```\n~~~\n- {text}"
    wrong = check(wild, Verdict.FAILED, 0, 1, wild, wild, wild)
    marks = [mark(Verdict.FAILED, 0, wrong, stopped=wild, advice=(Advice("t", (), wild, wild, 1),))]
    told = feedback_text(wild, marks, [Ungradable(wild, "", wild, wild)], {"xor": wild})
    tokens = MarkdownIt("commonmark").parse(told)
    kinds = {token.type for token in tokens}
    assert kinds == {"heading_open", "inline", "heading_close", "code_block", "paragraph_open", "paragraph_close"}
    inside = {child.type for token in tokens for child in token.children or []}
    assert inside <= {"text", "code_inline"}
    assert sum(token.type == "heading_open" for token in tokens) == 3


def test_feedback_goes_back_under_the_name_that_the_download_had() -> None:
    sources = {
        "lovelaceada_101": ["in/lovelaceada_LATE_101_9_xor-1.py"],
        "Bob Babbage_4711": ["in.zip/Bob Babbage_4711_assignsubmission_file_/work/xor.py"],
        "Cy_4712": ["other/xor.py", "in/Cy_4712_assignsubmission_file_xor.ipynb"],
        "dee_102": ["in/dee_102_7_dee.zip/xor.py"],
        "monday/eve": ["in/monday/eve/xor.py"],
        "team_9": ["in/team_9/xor.py"],
    }
    packed = zipfile.ZipFile(io.BytesIO(feedback_zip({who: f"for {who}" for who in sources}, sources)))
    assert {name: packed.read(name).decode() for name in packed.namelist()} == {
        "lovelaceada_LATE_101_9_xor-1.py.md": "for lovelaceada_101",
        "Bob Babbage_4711_assignsubmission_file_/feedback.md": "for Bob Babbage_4711",
        "Cy_4712_assignsubmission_file_xor.ipynb.md": "for Cy_4712",
        "dee_102_7_dee.zip.md": "for dee_102",
        "monday-eve~" + packed.namelist()[4][11:]: "for monday/eve",
        "team_9.md": "for team_9",
    }


def test_the_file_has_the_learners_name_in_their_own_letters() -> None:
    assert feedback_name("王小明").startswith("王小明~")
    assert feedback_name("Zoë Müller").startswith("zoë-müller~")
    assert feedback_name("ada-l") == "ada-l.md"
    assert feedback_name("王小明") != feedback_name("王 小明")
    assert feedback_name("\u202e/..").startswith("unnamed~")


def test_what_is_next_is_said_in_a_sentence() -> None:
    passed, failed = mark(Verdict.PASSED, 4), mark(Verdict.FAILED, 1)
    lost, stray = (
        Ungradable("ada", "golf", "in/golf.py", "it is empty."),
        Ungradable("ada", "", "in/x", "no.", unused=True),
    )

    def told(marks: list[Mark], *files: Ungradable) -> str:
        return feedback_text("ada", marks, files, {}).splitlines()[2]

    assert (
        told([failed], lost)
        == "Next: correct `xor` and `golf.py` as it says below, and hand in again if you still may."
    )
    assert told([passed], stray) == "Next: nothing, since all that is graded passed."
    assert told([mark(Verdict.ERRORED, 0)]) == "Next: nothing, since the rest has yet to be graded."
