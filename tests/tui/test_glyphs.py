"""What stands on the screen where the terminal has few glyphs: nothing but them, on each screen and in each lesson."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import get_args

import pytest
from textual import events
from textual.pilot import Pilot

from tests.small_course import lesson
from tests.tui import test_snapshots as scenes
from tests.tui.conftest import Answers, Maker, focused_editor, opened, screen_text, sees, until
from tests.tui.test_maps import training
from tuitutor.config.values import Glyphs
from tuitutor.course.model import Course, Exercise, Prose
from tuitutor.draw.glyphs import spell
from tuitutor.draw.look import Look
from tuitutor.grading.verdicts import Verdict
from tuitutor.tui.widgets.prose import make_parser
from tuitutor.tui.widgets.results import AttemptsView
from tuitutor.workers.scripted import Gate

ASCII = frozenset(map(chr, range(32, 127)))
CODE_PAGE = ASCII | frozenset(bytes(range(128, 256)).decode("cp437")) | frozenset("☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂")
KNOWN: dict[Glyphs, frozenset[str]] = {"plain": CODE_PAGE, "ascii": ASCII}


async def see_settings(pilot: Pilot[None]) -> None:
    await pilot.press("f1", "s")
    await sees(pilot, "data_dir")


async def compare(pilot: Pilot[None]) -> None:
    await scenes.grade(pilot)
    await pilot.press("ctrl+r")
    await sees(pilot, "attempts 2")
    await sees(pilot, "ctrl+r run exercise")
    await scenes.go_to(pilot, AttemptsView)
    await sees(pilot, "r restore")
    await pilot.press("enter")
    await sees(pilot, "a later one")


async def edit_sideways(pilot: Pilot[None]) -> None:
    await pilot.press("f2", "end")
    await sees(pilot, "f2 text")
    editor = await focused_editor(pilot)
    editor.post_message(events.Paste("×… … ° ≠ é " * 12))
    await until(pilot, lambda: editor.scroll_x > 0)


SCENES: dict[str, Callable[[Pilot[None]], Awaitable[None]]] = {
    "lesson": scenes.read,
    "cell": scenes.run_cell,
    "training": scenes.train,
    "verdict": scenes.grade,
    "map": scenes.read_the_map,
    "editor": edit_sideways,
    "hint": scenes.ask_for_a_hint,
    "contents": scenes.see_contents,
    "attempts": scenes.see_attempts,
    "comparison": compare,
    "settings": see_settings,
    "help": scenes.get_help,
    "palette": scenes.open_palette,
    "find": scenes.find,
}


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("glyphs", "size"),
    [
        ("ascii", (80, 24)),
        pytest.param("plain", (120, 36), marks=pytest.mark.long),
        pytest.param("plain", (80, 24), marks=pytest.mark.long),
        pytest.param("ascii", (200, 50), marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("scene", SCENES)
async def test_no_screen_has_other_glyphs(
    make: Maker, answers: Answers, scene: str, glyphs: Glyphs, size: tuple[int, int]
) -> None:
    drive = SCENES[scene]
    answers.told["print(size)"] = scenes.trains
    fits = {"map": training, "training": lambda r: [*scenes.trains(r)[:7], Gate()]}
    answers.told[scenes.FIT] = fits.get(scene, scenes.trains)
    async with opened(make(glyphs=glyphs), size, "Before you count") as pilot:
        await drive(pilot)
        await pilot.pause()
        text = screen_text(pilot.app)
    assert {char for char in text if char not in KNOWN[glyphs] | {"\n"}} == set(), text


@pytest.mark.long
async def test_a_sign_of_prose_is_spelled_at_its_length(make: Maker) -> None:
    text = "As $3 \\times 4 \\ne 10^{-3}$ says… **a → b** and `x ≥ α`."
    (make.course / "reading.md").write_text(lesson("Only text", "Nothing.", text))
    for glyphs, shown in (
        ("full", "As 3 × 4 ≠ 10⁻³ says… a → b and x ≥ α."),
        ("plain", "As 3 x 4 != 10^-3 says... a → b and x ≥ α."),
        ("ascii", "As 3 x 4 != 10^-3 says... a -> b and x >= alpha."),
    ):
        async with opened(make(glyphs=glyphs), seen="Before you count") as pilot:
            await pilot.press("]")
            await sees(pilot, shown)
            await pilot.press("left_square_bracket")


@pytest.mark.parametrize("glyphs", KNOWN)
@pytest.mark.long
def test_every_sign_of_the_course_has_a_spelling(course: Course, glyphs: Glyphs) -> None:
    told = [text for each in course.lessons for text in (each.title, each.summary, *each.objectives)]
    told += [cell.source for each in course.lessons for cell in each.cells]
    for exercise in course.exercises:
        told += [exercise.title, exercise.starter, exercise.solution, str(exercise.checks)]
    for text in told:
        spelled = spell(text, glyphs)
        assert KNOWN[glyphs].issuperset(spelled.replace("\n", "")), text
        assert spelled.count("?") == text.count("?"), text


@pytest.mark.parametrize("glyphs", KNOWN)
def test_the_prose_of_each_lesson_is_in_the_glyphs_that_there_are(course: Course, glyphs: Glyphs) -> None:
    parser = make_parser(glyphs)
    for each in course.lessons:
        prose = [block.text for block in each.blocks if isinstance(block, Prose)]
        for block in (block for block in each.blocks if isinstance(block, Exercise)):
            prose += [block.prose, block.explanation, *block.hints]
        for text in prose:
            tokens = [token for block in parser.parse(text) for token in (block, *(block.children or ()))]
            shown = "".join(token.content for token in tokens if token.type != "inline")
            assert KNOWN[glyphs].issuperset(shown.replace("\n", "")), each.id
            assert shown.count("?") <= 2 * text.count("?"), each.id


def test_all_glyphs_are_tried() -> None:
    assert {"full", *KNOWN} == set(get_args(Glyphs))


@pytest.mark.parametrize("glyphs", get_args(Glyphs))
def test_an_exercise_is_not_marked_as_passed_before_it_is(glyphs: Glyphs) -> None:
    assert Look(glyphs=glyphs).marks.opens not in [Look(glyphs=glyphs).mark(verdict) for verdict in Verdict]
