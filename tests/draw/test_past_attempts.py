"""Attempts in lines, the difference between two codes, and attempts for others, with nothing hidden in them."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace
from rich.text import Text

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Accuracy, Check, Error, Params
from tuitutor.course.model import Exercise, Lesson
from tuitutor.draw.look import Look
from tuitutor.draw.past_attempts import WIDTH, draw_attempts, draw_card, draw_difference, help_request
from tuitutor.draw.svg import svg
from tuitutor.engine.experiments import best_before
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt, PastCurves, PastSeries
from tuitutor.protocol.events import MapTaken
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import DecisionMap, Part
from tuitutor.protocol.raised import ErrorInfo, Frame

PLAIN, DARK = Look(colour=False), Look()
NOON = datetime(2026, 3, 2, 12, 0).timestamp()
HOUR = 3_600.0


def scored_by(metric: Literal["accuracy", "mse"]) -> Exercise:
    accuracy = Accuracy("noisy", 100, at_least=0.5)
    check = Check(accuracy if metric == "accuracy" else Error("noisy", 100, metric, 0.5), "hidden")
    return Exercise("xor", "XOR", "", "", (check,), (), "", "", 1, "v1")


def tried(
    number: int, ago: float, score: float | None, verdict: Verdict = Verdict.FAILED, kind: str = ""
) -> PastAttempt:
    check = CheckResult("hidden", verdict, float(verdict is Verdict.PASSED), 1.0, count=9, value=score)
    grade = Grade("xor", "v1", verdict, (check,), error=ErrorInfo(kind, "") if kind else None)
    return PastAttempt(number, NOON - ago, "x", grade)


def test_a_line_has_number_time_verdict_score_and_how_it_compares() -> None:
    attempts = [
        tried(8, 400 * 24 * HOUR, 0.5),
        tried(9, 50 * HOUR, 0.71),
        tried(10, 24 * HOUR, None, kind="TypeError\x1b[2J"),
        tried(11, 2 * HOUR, 0.6),
        tried(12, HOUR, 0.6),
        tried(13, 0, None, Verdict.PASSED),
    ]
    assert [line.plain for line in draw_attempts(scored_by("accuracy"), attempts, NOON, PLAIN)] == [
        " 8  26 Jan 2025      ✗ 0.5",
        " 9  28 Feb 10:00     ✗ 0.71          +0.21",
        "10  yesterday 12:00  ✗ 0 of 1 check         TypeError",
        "11  10:00            ✗ 0.6",
        "12  11:00            ✗ 0.6           =",
        "13  12:00            ✓ 1 of 1 check         hidden 9",
    ]


def test_the_difference_has_as_many_digits_as_the_scores() -> None:
    def differences(*scores: float | None) -> list[list[str]]:
        attempts = [tried(number, 0, score, kind="" if score else "E") for number, score in enumerate(scores, 1)]
        lines = draw_attempts(scored_by("accuracy"), attempts, NOON, PLAIN)
        return [line.plain.partition("✗")[2].split()[1:] for line in lines]

    assert differences(145.3, 38.47, 38.471) == [[], ["−106.8"], ["="]]
    assert differences(0.7067, 0.9083, None, 0.9083) == [[], ["+0.2016"], ["of", "1", "check", "E"], []]
    assert differences(1.5e9, math.inf, math.inf, 1.0) == [[], [], [], []]


def test_an_attempt_that_was_not_graded_is_not_compared() -> None:
    attempts = [
        with_grade(tried(2, 0, None), problem="t") if number == 2 else tried(number, 0, None) for number in (1, 2, 3)
    ]
    lines = [line.plain for line in draw_attempts(scored_by("accuracy"), attempts, NOON, PLAIN)]
    assert [line.partition("check")[2].strip() for line in lines] == ["", "not graded", ""]


def test_less_is_better_where_an_error_is_scored() -> None:
    for metric, role in (("accuracy", "bad"), ("mse", "good")):
        attempts = [tried(1, HOUR, 0.5), tried(2, 0, 0.3)]
        line = draw_attempts(scored_by(metric), attempts, NOON, DARK)[1]  # type: ignore[arg-type]
        styles = {line.plain[span.start : span.end]: span.style for span in line.spans}
        assert styles["−0.2"] == DARK.style(role)  # type: ignore[arg-type]


def with_grade(attempt: PastAttempt, **parts: Any) -> PastAttempt:
    return replace(attempt, grade=replace(attempt.grade, **parts))


def test_times_that_no_clock_ever_showed_are_no_trouble() -> None:
    line = draw_attempts(scored_by("accuracy"), [tried(1, -1e300, None)], NOON, PLAIN)[0]
    assert line.plain == "1  some time  ✗ 0 of 1 check"
    assert draw_attempts(scored_by("accuracy"), [], NOON, PLAIN) == []


def test_a_difference_shows_what_went_and_came_and_obeys_nothing() -> None:
    before = "\n".join(f"line {n}" for n in range(9))
    after = before.replace("line 5", "a very long line\x1b[2J")
    text = draw_difference(before, after, 12, PLAIN).plain.split("\n")
    assert text == ["… line 4", " line 3", " line 4", "-line 5", "+a very lon…", " line 6", " line 7"]
    assert draw_difference(before, before, 40, PLAIN).plain == "The code is the same."


def test_the_words_that_changed_in_a_line_stand_out() -> None:
    before = "Dense(24, activation='relu')\nAdam(0.01)\nx = 1\n"
    after = "Dense(12, activation='relu')\nAdam(0.003)\nimport something_else\n"

    def standing_out(look: Look) -> list[str]:
        text = draw_difference(before, after, 60, look)
        return [text.plain[span.start : span.end] for span in text.spans if "underline" in str(span.style)]

    assert standing_out(DARK) == standing_out(PLAIN) == ["24", "0.01", "12", "0.003"]
    text = draw_difference(before, after, 60, DARK)
    styles = {text.plain[span.start : span.end]: span.style for span in text.spans}
    assert styles["-Adam(0.01)"] == DARK.style("bad")
    assert styles["+Adam(0.003)"] == DARK.style("good")
    words = draw_difference(before, after, 60, Look(words=True)).plain
    assert "removed: Adam(0.01)" in words
    assert "added: Adam(0.003)" in words


def test_a_long_difference_is_cut_and_says_so() -> None:
    text = draw_difference("x\n" * 3_000, "x\n" * 3_001, 60, PLAIN).plain
    assert text == "Only the first 2,000 lines are compared."


def test_the_best_is_the_pass_that_needed_least_else_what_scored_best() -> None:
    def trained(number: int, score: float, verdict: Verdict = Verdict.FAILED, count: float = 9) -> PastAttempt:
        attempt = tried(number, 0, score, verdict)
        results = (replace(attempt.grade.results[0], count=count),)
        curve = PastCurves(epochs=2, series={"loss": PastSeries.of((1.0,), (float(number),))})
        return replace(with_grade(attempt, results=results), curves=curve)

    def best(*attempts: PastAttempt, metric: Literal["accuracy", "mse"] = "accuracy", before: int = 9) -> float:
        curves = best_before(scored_by(metric), attempts, before)
        return curves.logs["loss"][0] if curves else 0

    low, high = trained(1, 0.5), trained(2, 0.7)
    smaller = trained(3, 0.6, count=1)
    assert best(low, high, smaller) == best(smaller, high, low) == 2
    assert best(low, high, metric="mse") == 1
    large, small = (trained(n, 0.9, Verdict.PASSED, 9 - n) for n in (4, 5))
    assert best(high, large, small) == 5
    assert best(high, large, small, before=5) == 4
    assert best(tried(8, 0, None, Verdict.PASSED), high) == 2, "there is no curve of the other one"
    assert best(high, before=2) == best() == 0


EXERCISE = scored_by("accuracy")
LESSON = Lesson("xor", Path("xor.md"), "No line & no plane", "", 5, (), (EXERCISE,))
CURVES = PastCurves(3, {"accuracy": PastSeries.of((1.0, 2.0, 3.0), (0.5, 0.75, 0.875))}, epochs_run=3)


def passed(number: int = 3) -> PastAttempt:
    check = CheckResult("hidden", Verdict.PASSED, 1.0, 1.0, found="0.9955 on 4,000 samples", value=0.9955)
    model = ModelFacts("Sequential", True, (), 1218, 1218, None, None)
    grade = Grade("xor", "v1", Verdict.PASSED, (check,))
    return PastAttempt(number, 1.0, "secret = 1", grade, model=model, curves=CURVES)


def test_a_card_has_wordmark_curves_and_what_was_reached_and_not_the_answer() -> None:
    lines = draw_card(LESSON, EXERCISE, passed(), PLAIN).plain.split("\n")
    assert lines[0] == "▇▅▃▂▁ tuitutor · No line & no plane › XOR"
    assert lines[-1] == "✓ 0.9955 hidden · 1,218 parameters · 3 attempts"
    assert any("accuracy  0.875" in line for line in lines)
    assert max(map(len, lines)) <= WIDTH
    assert "secret" not in "".join(lines)
    bare = replace(passed(1), curves=None, model=None)
    assert draw_card(LESSON, EXERCISE, bare, PLAIN).plain.split("\n") == [lines[0], "", "✓ 0.9955 hidden · 1 attempt"]
    assert draw_card(LESSON, EXERCISE, passed(), Look(colour=False, glyphs="ascii")).plain.isascii()


def test_a_card_has_the_last_map_of_what_was_learned() -> None:
    taken = MapTaken("c1", "r", 1, 3, DecisionMap((0, 1), (0, 1), 2, ("class 0", "class 1"), (Part("", "0ff0"),)))
    attempt = replace(passed(), curves=replace(CURVES, map=taken))
    text = draw_card(LESSON, EXERCISE, attempt, PLAIN).plain
    assert "epoch 3" in text
    assert "class 1" in text
    assert max(map(len, text.split("\n"))) <= WIDTH


def test_a_picture_is_an_svg_that_names_the_lesson_in_the_colours_of_the_ground() -> None:
    for dark, ground in ((True, "#0f1218"), (False, "#fbfaf7")):
        picture = svg(draw_card(LESSON, EXERCISE, passed(), Look(dark=dark)), "No line & no plane", dark=dark)
        root = ET.fromstring(picture)
        assert root.tag.endswith("svg")
        assert root[0].text == "No line & no plane"
        assert root[1].get("fill") == ground
        texts = "".join(shape.text or "" for shape in root.iter() if shape.tag.endswith("text"))
        assert "No line & no plane" in texts
        assert "parameters" in texts
        assert "href" not in picture, "it asks nobody for a font"


def test_rows_and_columns_of_a_picture_touch_and_nothing_is_left_out() -> None:
    cells = Text("▀▀\n▚█\n⠉\n└┄", "#010203 on #040506")
    cells.append("<✓")
    shapes = list(ET.fromstring(svg(cells, "", dark=True)).iter())

    def filled(colour: str) -> set[tuple[float, float]]:
        """The corners of all halves of cells that rectangles of this colour cover."""
        found = set()
        for shape in shapes:
            if shape.tag.endswith("rect") and shape.get("fill") == colour:
                x, y, width, height = (float(shape.get(name) or 0) for name in ("x", "y", "width", "height"))
                found |= {
                    (x + across, y + down) for across in range(0, int(width), 6) for down in range(0, int(height), 12)
                }
        return found

    whole = {(float(x), float(y)) for x in range(0, 24, 6) for y in range(0, 48, 12)}
    assert filled("#040506") >= whole
    above, below = (
        {(x, y) for x, y in whole if y == 0},
        {(0, 24), (6, 36), *((x, y) for x, y in whole if x >= 12 and y >= 24)},
    )
    assert filled("#010203") == above | below
    dots = [(shape.get("cx"), shape.get("cy")) for shape in shapes if shape.tag.endswith("circle")]
    assert dots == [("3", "51"), ("9", "51")]
    paths = [shape.get("d") for shape in shapes if shape.tag.endswith("path")]
    assert paths == ["M6 84L12 84M6 84L6 72", "M18 84L12 84M18 84L24 84"]
    assert [shape.text for shape in shapes if shape.tag.endswith("text")] == ["<", "✓"]


def test_a_request_for_help_has_all_that_a_helper_asks_for_and_no_escape_codes() -> None:
    check = CheckResult("hidden", Verdict.FAILED, 0.0, 1.0, "at least 0.95", "0.71 on 9 samples", "More.")
    error = ErrorInfo("TypeError", "no \x1b[2J", (Frame("xor.py", 2, "<module>", "wrong"),))
    size = replace(check, name="size", found="33")
    grade = Grade("xor", "v1", Verdict.FAILED, (size, check), error=error, hidden_seed=4711)
    attempt = PastAttempt(3, 1.0, "x = '''\n```\n'''\nwrong\x1b[2J", grade, ran_in="Python 3.13.5, Keras 3.15.1")
    checks = (
        Check(Params(total=Bound(at_most=20)), "size"),
        Check(Accuracy(data="draw", samples=9, at_least=0.95), "hidden"),
    )
    exercise = replace(EXERCISE, prose="Do **it**.", solution="the solution", explanation="the reason", checks=checks)
    text = help_request(exercise, attempt, "0.1.0", PLAIN)
    for piece in ("XOR (xor)", "Do **it**.", "wrong", "TypeError", "line 2 of xor.py", "at least 0.95", "0.71 on 9"):
        assert piece in text
    assert "````python\nx = '''\n```\n'''\nwrong\n````" in text  # what is in the code does not end the block
    assert text.index("0.71 on 9") < text.index("33"), "the check that decides comes first"
    assert text.endswith("\ntuitutor 0.1.0, Python 3.13.5, Keras 3.15.1\n")
    assert "\x1b" not in text
    assert not [hidden for hidden in ("4711", "the solution", "the reason") if hidden in text]
