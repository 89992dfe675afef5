from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tuitutor.course.checks import Check
from tuitutor.course.choices import Question
from tuitutor.course.model import Chapter, Course, Exercise, Lesson, Problem
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Provenance, Row, TrainedPart, Verdict
from tuitutor.progress.progress import ExerciseProgress, Progress
from tuitutor.protocol.facts import FitFacts, LayerFacts, ModelFacts
from tuitutor.protocol.figures import Axis, Figure, LegendEntry, Line, Panel
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.reports.json import cell_document, course_document, grade_document, problems_document

ERROR = ErrorInfo("NameError", "name 'x' is not defined", (Frame("xor.py", 3, "<module>", "print(x)"),), "Traceback")
RESULT = CheckResult(
    "params", Verdict.FAILED, 0.0, 2.0, "20", "26", "Count.", Provenance.VERIFIED, (Row("total", "20", "26", False),)
)
GRADE = Grade("xor", "v1", Verdict.FAILED, (RESULT,), ERROR, "", "", (Advice("name", (), "why", "try", 3),), 1.5)
GRADE = replace(GRADE, provenance=Provenance.REPORTED, unverified="a Lambda", hidden_seed=7)
EXERCISE = Exercise("xor", "XOR", "", "", (Check(Question("12"), "q", points=3),), (), "", "", 4, "v2")
PROBLEM = Problem(Path("lessons/a.md"), 7, "unknown check 'acuracy'")
LESSON = Lesson("xor", Path("lessons/xor.md"), "XOR", "s", 20, (), (EXERCISE,))
BROKEN = Lesson("a", Path("lessons/a.md"), "A", "s", 20, (), (replace(EXERCISE, label="a"),), (PROBLEM,))
COURSE = Course("id", "Title", Path("lessons"), (Chapter("Training", (LESSON, BROKEN)),), "", (PROBLEM,))


def strict(document: dict[str, Any]) -> Any:
    """The document as a reader of standard JSON gets it; NaN is an error."""
    return json.loads(json.dumps(document, allow_nan=False))


def test_a_grade() -> None:
    assert strict(grade_document(GRADE)) == {
        "tuitutor": 1,
        "kind": "grade",
        "exercise": "xor",
        "version": "v1",
        "verdict": "failed",
        "points": 0.0,
        "out_of": 2.0,
        "seconds": 1.5,
        "error": {
            "type": "NameError",
            "message": "name 'x' is not defined",
            "line": 3,
            "frames": [{"file": "xor.py", "line": 3, "function": "<module>", "text": "print(x)"}],
        },
        "stopped": "",
        "trouble": "",
        "provenance": "reported",
        "unverified": "a Lambda",
        "hidden_seed": 7,
        "world": 0,
        "variant": None,
        "checks": [
            {
                "name": "params",
                "verdict": "failed",
                "points": 0.0,
                "out_of": 2.0,
                "expected": "20",
                "found": "26",
                "why": "Count.",
                "provenance": "verified",
                "rows": [{"label": "total", "expected": "20", "found": "26", "agrees": False}],
                "count": None,
            }
        ],
        "advice": [{"topic": "name", "why": "why", "try": "try", "line": 3}],
    }


def test_what_is_not_known_is_null() -> None:
    document = strict(grade_document(replace(GRADE, error=None, seconds=math.nan)))
    assert (document["error"], document["seconds"]) == (None, None)
    unknown = replace(GRADE, results=(replace(RESULT, provenance=None),))
    assert strict(grade_document(unknown))["checks"][0]["provenance"] is None


def test_a_cell_with_a_diverged_fit() -> None:
    fit = FitFacts(2, 2, 32, False, {"loss": (0.5, math.nan, math.inf)})
    document = strict(cell_document("xor", 2, "raised", 1.25, error=ERROR, output="hi\n", fits=(fit,)))
    assert (document["tuitutor"], document["kind"], document["cell"]) == (1, "cell", 2)
    assert document["fits"][0]["history"] == {"loss": [0.5, None, None]}
    assert document["error"]["line"] == 3


def test_a_cell_says_what_its_figures_and_diagrams_show() -> None:
    line = Line((0.0, math.nan), (1.0, math.inf), "#1f77b4")
    panel = Panel(
        Axis(0, 1, "epoch"), Axis(0, 1, "loss"), (line, line), "Loss", (LegendEntry("#1f77b4", "train", "line"),)
    )
    figure = Figure((panel,), "Training", ("3-D axes",))
    layer = LayerFacts("dense", "Dense", True, 20, 20, (None, 4), {"units": 4})
    model = ModelFacts("Sequential", True, (layer,), 20, 20, (None, 4), (None, 4))
    document = strict(cell_document("xor", 2, "ok", 1.0, figures=(figure,), diagrams=(model,)))
    assert document["figures"] == [
        {
            "title": "Training",
            "panels": [{"title": "Loss", "x": "epoch", "y": "loss", "marks": {"line": 2}, "legend": ["train"]}],
            "left_out": ["3-D axes"],
        }
    ]
    layers = [{"name": "dense", "kind": "Dense", "params": 20}]
    assert document["diagrams"] == [{"kind": "Sequential", "params": 20, "layers": layers}]


def test_a_course_with_progress() -> None:
    done = ExerciseProgress(attempts=2, passed=True, best_points=3.0, last_verdict=Verdict.PASSED)
    done = replace(done, bests={"parameters": 16.0}, passed_versions=frozenset({("v1", "")}))
    document = strict(course_document(COURSE, Progress("xor", exercises={"xor": done}, opened=frozenset({"xor"}))))
    assert (document["passed"], document["total"], document["last_lesson"]) == (1, 1, "xor")
    lesson, broken = document["chapters"][0]["lessons"]
    assert (lesson["id"], lesson["opened"]) == ("xor", True)
    assert (broken["exercises"], len(broken["problems"])) == ([], 1)
    assert lesson["exercises"] == [
        {
            "label": "xor",
            "title": "XOR",
            "variant": None,
            "passed": True,
            "pending": False,
            "earlier_version": True,
            "attempts": 2,
            "verdict": "passed",
            "points": 3.0,
            "out_of": 3,
            "bests": {"parameters": 16},
        }
    ]
    assert "12" not in json.dumps(lesson["exercises"])


def test_a_course_that_was_never_touched() -> None:
    document = strict(course_document(COURSE, Progress()))
    exercise = document["chapters"][0]["lessons"][0]["exercises"][0]
    assert (document["passed"], exercise["verdict"], exercise["earlier_version"]) == (0, None, False)


def test_problems() -> None:
    flaw = Problem(Path("lessons/a.md"), 9, "this link leads nowhere")
    assert strict(problems_document([PROBLEM], [flaw])) == {
        "tuitutor": 1,
        "kind": "problems",
        "count": 2,
        "problems": [
            {"path": "lessons/a.md", "line": 7, "text": "unknown check 'acuracy'", "breaks": True},
            {"path": "lessons/a.md", "line": 9, "text": "this link leads nowhere", "breaks": False},
        ],
        "trained": [],
    }


def test_what_lint_ran() -> None:
    place = Problem(Path("lessons/a.md"), 4, "")
    well = TrainedPart(place, "a", "cell", "", 1, 2.5, 2.0)
    ill = TrainedPart(place, "a", "solution", "xor", 1, math.inf, problems=(PROBLEM,), variant=2)
    cell, solution = strict(problems_document([], trained=[well, ill]))["trained"]
    assert cell == {
        "path": "lessons/a.md",
        "line": 4,
        "lesson": "a",
        "exercise": None,
        "variant": None,
        "world": 0,
        "what": "cell",
        "seed": 1,
        "seconds": 2.5,
        "cpu_s": 2.0,
        "ok": True,
        "trouble": "",
        "problems": [],
    }
    assert (solution["exercise"], solution["variant"], solution["seconds"]) == ("xor", 2, None)
    assert (solution["ok"], solution["problems"][0]["line"]) == (False, 7)
