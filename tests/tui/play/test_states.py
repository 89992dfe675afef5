"""What is left is there again, and links in lessons lead here and back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.small_course import cell, lesson, write_course
from tests.tui.conftest import Answers, Maker, at_rest, opened, screen_text, sees, until
from tests.tui.play.conftest import MakePlay, playing
from tuitutor.playground.links import play_links
from tuitutor.progress.states import States
from tuitutor.tui.play.screen import PlayScreen
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.card import PlayLink
from tuitutor.tui.widgets.column import LessonColumn

LINK = "https://playground.tensorflow.org/#dataset=spiral&networkShape=3&seed=0.1"


@pytest.mark.long
async def test_a_state_is_left_saved_and_brought_back(make_play: MakePlay, tmp_path: Path) -> None:
    app = make_play("dataset=xor")
    async with opened(app) as pilot:
        await pilot.press("n")
        await sees(pilot, "save as:")
        await pilot.press(*"my xor", "enter")
        await sees(pilot, "Saved as my xor")
        await pilot.press("down", "right", "right")
        await until(pilot, lambda: playing(app).table.config.dataset == "spiral")
        await pilot.press("A", *"nothing", "enter")
        await sees(pilot, "There is no state 'nothing'; there are my xor.")
        await pilot.press("escape", "A", *"my xor", "enter")
        await until(pilot, lambda: playing(app).table.config.dataset == "xor")
    app.hand_over()
    assert "dataset=xor" in States(tmp_path).last()[0]


async def test_an_address_is_shown_and_an_address_is_opened(make_play: MakePlay) -> None:
    app = make_play("dataset=gauss")
    async with opened(app, (120, 36)) as pilot:
        await pilot.press("a")
        await sees(pilot, "https://playground.tensorflow.org/#dataset=gauss&seed=0.5")
        assert "copied" not in screen_text(app)
        await pilot.press("A", *"noise=20&seed=0.5&nois=1", "enter")
        await until(pilot, lambda: playing(app).table.config.noise == 20)
        await sees(pilot, "There is no setting 'nois'; did you mean 'noise'?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = [cell("size = 4"), *(f"Paragraph {number}." for number in range(30)), f"See [the spiral]({LINK}) now."]
    return write_course(tmp_path / "course", {"One": {"one.md": lesson("One", "Look.", *text)}})


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_link_opens_its_state_and_escape_is_back_where_it_stood(
    make: Maker, answers: Answers, size: tuple[int, int]
) -> None:
    async with opened(make(), size) as pilot:
        app = pilot.app
        await sees(pilot, "Paragraph 0")
        await until(pilot, lambda: bool(app.screen.query(PlayLink)))
        await pilot.press("tab", "tab")
        await sees(pilot, "Playground: the spiral")
        await until(pilot, lambda: isinstance(app.focused, PlayLink))
        before = screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayScreen))
        assert isinstance(app.screen, PlayScreen)
        assert (app.screen.table.config.dataset, app.screen.table.columns) == ("spiral", (2, 3, 1))
        await sees(pilot, "esc lesson")
        await pilot.press("space", "escape")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await until(pilot, lambda: screen_text(app) == before)


async def test_a_link_whose_words_name_the_playground_does_not_say_it_twice(make: Maker, folder: Path) -> None:
    lesson = folder / "one.md"
    lesson.write_text(lesson.read_text().replace("[the spiral]", "[a playground]"))
    async with opened(make()) as pilot:
        await until(pilot, lambda: bool(pilot.app.screen.query(PlayLink)))
        await pilot.press("tab", "tab")
        await sees(pilot, "A playground   enter opens it")
        assert "Playground:" not in screen_text(pilot.app)


async def test_enter_in_the_text_opens_the_only_link_in_view(make: Maker, folder: Path) -> None:
    lesson = folder / "one.md"
    async with opened(make()) as pilot:
        await until(pilot, lambda: bool(pilot.app.screen.query(PlayLink)))
        await pilot.press("enter")  # it isn't in view
        await pilot.press("G")
        await sees(pilot, "Playground: the spiral   enter opens it")
        assert isinstance(pilot.app.screen, LessonScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlayScreen))
    lesson.write_text(lesson.read_text() + f"\nSee [the circle]({LINK.replace('spiral', 'circle')}).\n")
    async with opened(make()) as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(PlayLink)) == 2)
        await pilot.press("G")
        await sees(pilot, "Playground: the spiral   enter opens it")
        await sees(pilot, "Playground: the circle   enter opens it")
        await at_rest(pilot, pilot.app.screen.query_one(LessonColumn))
        await pilot.press("enter")
        await sees(pilot, "Several playgrounds are in view: tab goes to one, then enter opens it.")


def test_links_are_found_in_all_their_forms() -> None:
    text = (
        f"<https://playground.tensorflow.org>, [a\nb]({LINK}) [c](<{LINK}>) http://playground.tensorflow.org/#noise=5."
    )
    assert list(play_links(text)) == [
        ("https://playground.tensorflow.org", ""), (LINK, "a b"), ("http://playground.tensorflow.org/#noise=5", "")
    ]  # fmt: skip
    assert not list(play_links("[x](https://example.org/playground.tensorflow.org)"))


async def test_the_epoch_and_edited_weights_are_there_again(make_play: MakePlay, tmp_path: Path) -> None:
    app = make_play("dataset=gauss")
    async with opened(app) as pilot:
        await pilot.press("s", "s", "s")
        playing(app).table.edit(0, 4.5)
        await pilot.press("s")
        await until(pilot, lambda: playing(app).table.newest == 4)
        losses = playing(app).table.run.losses
    app.hand_over()
    state, past = States(tmp_path).last()
    back = make_play(state.partition("#")[2], past=past)
    async with back.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "epoch 4")
        assert playing(back).table.run.losses == losses


async def test_points_are_read_from_a_file(
    make_play: MakePlay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # so that few letters name it, each of which is a key to wait for
    (tmp_path / "mine.csv").write_text("x,y,label\n1,1,1\n-1,-1,-1\n2,1,1\n")
    app = make_play()
    async with opened(app) as pilot:
        await pilot.press("A")
        await sees(pilot, "open:")
        lines = [line.strip() for line in screen_text(app).splitlines()[-4:]]
        assert "a CSV file of x, y, label" in lines[0]  # over the line to type in, which it covers not
        assert (lines[2], lines[3].split()[0]) == ("open:", "space")
        await pilot.press(*"none.csv", "enter")
        await sees(pilot, "No such file")
        await pilot.press("escape", "A", *"mine.csv", "enter")
        await until(pilot, lambda: len(playing(app).table.config.points) == 3)


async def test_a_disk_that_hangs_does_not_hold_the_screen(make_play: MakePlay, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(States, "save", lambda *_: answers.wait(60))
    app = make_play()
    async with opened(app) as pilot:
        await pilot.press("n", "x", "enter")
        await pilot.press("escape", "s")
        await sees(pilot, "epoch 1")
        answers.set()
        await sees(pilot, "Saved as x")
