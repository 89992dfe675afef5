"""What is shared: a card of a pass, a picture of it, a request for help that tells nothing hidden."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
from msgspec.structs import replace
from rich.text import Text

from tests.draw.test_attempt_lines import PLAIN, scored_by
from tuitutor.course.model import Lesson
from tuitutor.draw.look import Look
from tuitutor.draw.past_attempts import WIDTH, draw_card, help_request
from tuitutor.draw.svg import svg
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt, PastCurves, PastSeries
from tuitutor.protocol.events import MapTaken
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import DecisionMap, Part
from tuitutor.protocol.raised import ErrorInfo, Frame

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
    bare = msgspec.structs.replace(passed(1), curves=None, model=None)
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
        texts = "".join(each.text or "" for each in root.iter() if each.tag.endswith("text"))
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
        for each in shapes:
            if each.tag.endswith("rect") and each.get("fill") == colour:
                x, y, width, height = (float(each.get(name) or 0) for name in ("x", "y", "width", "height"))
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
    dots = [(each.get("cx"), each.get("cy")) for each in shapes if each.tag.endswith("circle")]
    assert dots == [("3", "51"), ("9", "51")]
    paths = [each.get("d") for each in shapes if each.tag.endswith("path")]
    assert paths == ["M6 84L12 84M6 84L6 72", "M18 84L12 84M18 84L24 84"]
    assert [each.text for each in shapes if each.tag.endswith("text")] == ["<", "✓"]


def test_a_request_for_help_has_all_that_a_helper_asks_for_and_no_escape_codes() -> None:
    check = CheckResult("hidden", Verdict.FAILED, 0.0, 1.0, "at least 0.95", "0.71 on 9 samples", "More.")
    error = ErrorInfo("TypeError", "no \x1b[2J", (Frame("xor.py", 2, "<module>", "wrong"),))
    grade = Grade("xor", "v1", Verdict.FAILED, (check,), error=error, hidden_seed=4711)
    kept = PastAttempt(3, 1.0, "x = '''\n```\n'''\nwrong\x1b[2J", grade, ran_in="Python 3.13.5, Keras 3.15.1")
    exercise = replace(EXERCISE, prose="Do **it**.", solution="the solution", explanation="the reason")
    told = help_request(exercise, kept, "0.1.0", PLAIN)
    for piece in ("XOR (xor)", "Do **it**.", "wrong", "TypeError", "line 2 of xor.py", "at least 0.95", "0.71 on 9"):
        assert piece in told
    assert "````python\nx = '''\n```\n'''\nwrong\n````" in told  # what is in the code does not end the block
    assert told.endswith("\ntuitutor 0.1.0, Python 3.13.5, Keras 3.15.1\n")
    assert "\x1b" not in told
    assert not [hidden for hidden in ("4711", "the solution", "the reason") if hidden in told]
