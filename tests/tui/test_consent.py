"""In the app a course that is new to the learner is asked about once, before anything of it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.course.load import load_course
from tuitutor.engine.consent import Consent
from tuitutor.progress.known_courses import KnownCourses
from tuitutor.protocol.requests import Execute

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)])


@pytest.fixture
def places(tmp_path: Path) -> KnownCourses:
    return KnownCourses(tmp_path / "state")


def ran(answers: Answers) -> int:
    return sum(isinstance(request, Execute) for request in answers.requests)


@pytest.fixture
def consent(make: Maker, places: KnownCourses, folder: Path) -> Consent:
    """That of the course which `make` opens, and which is new to the learner."""
    make.consent = Consent(places, load_course(folder))
    return make.consent


@pytest.mark.sampled(2)
@SIZES
@pytest.mark.long
async def test_it_is_asked_before_the_first_run_and_then_runs(
    make: Maker, answers: Answers, consent: Consent, places: KnownCourses, folder: Path, size: tuple[int, int]
) -> None:
    app = make()
    async with opened(app, size, "Before you count") as pilot:
        await pilot.press("ctrl+r")
        await sees(pilot, "y run it")
        await pilot.press("escape")
        await until(pilot, lambda: "y run it" not in screen_text(app))
        assert (ran(answers), consent.given) == (0, False)
        await pilot.press("ctrl+r")
        await sees(pilot, "y run it")
        await pilot.press("y")
        await sees(pilot, "ran 0.1 s")
        assert ran(answers) == 2  # the lesson's setup and the cell
        await pilot.press("ctrl+r")
        await until(pilot, lambda: ran(answers) > 2)
    assert make.store is not None
    make.store.close(30.0)
    assert Consent(places, load_course(folder)).given


@pytest.mark.sampled(2)
@SIZES
async def test_an_exercise_is_asked_about_too(
    make: Maker, answers: Answers, consent: Consent, size: tuple[int, int]
) -> None:
    app = make()
    async with opened(app, size, "Before you count") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "y run it")
        await pilot.press("y")
        await sees(pilot, "1 of 1 check")
        assert ran(answers) == 2
