"""What is shared: a card of a pass, a picture of it, a request for help that tells nothing hidden."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import msgspec
from msgspec.structs import replace

from tests.draw.test_attempt_lines import PLAIN, scored_by
from tuitutor.draw.look import Look
from tuitutor.draw.sharing import WIDTH, draw_card, help_request, svg
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.past import PastAttempt, PastCurves, PastSeries
from tuitutor.protocol.events import MapTaken
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.maps import DecisionMap, Part
from tuitutor.protocol.raised import ErrorInfo, Frame

EXERCISE = scored_by("accuracy")
CURVES = PastCurves(3, {"accuracy": PastSeries.of((1.0, 2.0, 3.0), (0.5, 0.75, 0.875))}, epochs_run=3)


def passed(number: int = 3) -> PastAttempt:
    check = CheckResult("hidden", Verdict.PASSED, 1.0, 1.0, found="0.9955 on 4,000 samples", value=0.9955)
    model = ModelFacts("Sequential", True, (), 1218, 1218, None, None)
    grade = Grade("xor", "v1", Verdict.PASSED, (check,))
    return PastAttempt(number, 1.0, "secret = 1", grade, model=model, curves=CURVES)


def test_a_card_has_wordmark_curves_and_what_was_reached_and_not_the_answer() -> None:
    lines = draw_card(EXERCISE, passed(), PLAIN).plain.split("\n")
    assert lines[0] == "▇▅▃▂▁ tuitutor · XOR"
    assert lines[-1] == "✓ 0.9955 hidden · 1,218 parameters · 3 attempts"
    assert any("accuracy  0.875" in line for line in lines)
    assert max(map(len, lines)) <= WIDTH
    assert "secret" not in "".join(lines)
    bare = msgspec.structs.replace(passed(1), curves=None, model=None)
    assert draw_card(EXERCISE, bare, PLAIN).plain.split("\n") == [lines[0], "", "✓ 0.9955 hidden · 1 attempt"]
    assert draw_card(EXERCISE, passed(), Look(colour=False, glyphs="ascii")).plain.isascii()


def test_a_card_has_the_last_map_of_what_was_learned() -> None:
    taken = MapTaken("c1", "r", 1, 3, DecisionMap((0, 1), (0, 1), 2, ("class 0", "class 1"), (Part("", "0ff0"),)))
    attempt = replace(passed(), curves=replace(CURVES, map=taken))
    text = draw_card(EXERCISE, attempt, PLAIN).plain
    assert "epoch 3" in text
    assert "class 1" in text
    assert max(map(len, text.split("\n"))) <= WIDTH


def test_a_picture_is_an_svg_in_the_colours_of_the_ground() -> None:
    for dark, ground in ((True, "#0f1218"), (False, "#fbfaf7")):
        picture = svg(draw_card(EXERCISE, passed(), Look(dark=dark)), dark=dark)
        assert ET.fromstring(picture).tag.endswith("svg")
        assert ground in picture
        assert "parameters" in picture


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
