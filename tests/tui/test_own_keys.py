"""The learner's own keys: what may be set, what is said about what may not, and that the app does as it is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.conftest import Answers, Maker, lesson_of, opened, screen_text, sees, until
from tuitutor.protocol.requests import Execute
from tuitutor.tui.keys import APP_KEYS, ATTEMPT_KEYS, EDITOR_KEYS, LESSON_KEYS, RESULT_KEYS, as_written
from tuitutor.tui.own_keys import help_of, names, read_keys


@pytest.mark.parametrize(
    ("name", "given", "now"),
    [
        ("run", ("ctrl+e",), "ctrl+e"),
        ("run", ("ctrl+e", "Ctrl+T"), ""),  # ctrl+t goes to the exercise
        ("run", ("Ctrl+E", "f5"), "ctrl+e,f5"),
        ("find_text", (",",), "comma"),
        ("comment", ("ctrl+/",), "ctrl+slash"),
        ("text", ("esc", "alt+t"), "escape,alt+t"),
        ("indent", ("tab", "alt+i"), "tab,alt+i"),
        ("playground.step", ("+",), ""),
        ("playground.step", ("e",), "e"),  # the lesson's keys are others
    ],
)
def test_keys_are_written_as_people_write_them(name: str, given: tuple[str, ...], now: str) -> None:
    changed, _ = read_keys({name: given})
    assert changed == ({names()[name]: now} if now else {})


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"runn": "f5"}, "[keys]: there is no 'runn'; did you mean 'run'?"),
        ({"run": "ctl+e"}, "[keys] run: 'ctl+e' is not a key (did you mean 'ctrl+e'?); run stays ctrl+r."),
        ({"run": "x"}, "[keys] run: x is needed to edit; take a function key, or ctrl or alt and a key; "
                       "run stays ctrl+r."),
        ({"run": "left"}, "[keys] run: left is needed to edit; take a function key, or ctrl or alt and a key; "
                          "run stays ctrl+r."),
        ({"log": "y"}, "[keys]: y would be both log and share; log stays l."),
        ({"run": "f2"}, "[keys]: f2 would be both run and bench; run stays ctrl+r."),
        ({"run": "f10", "hint": "f10"}, "[keys]: f10 would be both run and hint; "
                                        "run stays ctrl+r and hint stays ctrl+g."),
    ],
)  # fmt: skip
def test_what_cannot_be_leaves_the_usual_key(chosen: dict[str, str], said: str) -> None:
    assert read_keys({name: (key,) for name, key in chosen.items()}) == ({}, (said,))


def test_going_back_to_the_usual_key_may_be_a_conflict_too() -> None:
    changed, said = read_keys({"run": ("f2",), "bench": ("f9",)})
    assert changed == {}
    assert said == (
        "[keys]: f9 would be both bench and reset; bench stays f2 and ctrl+t.",
        "[keys]: f2 would be both run and bench; run stays ctrl+r.",
    )


def test_two_keys_can_change_places() -> None:
    changed, said = read_keys({"contents": ("f4",), "tab": ("f3",)})
    assert {names()["contents"]: "f4", names()["tab"]: "f3"} == changed
    assert said == ()


def test_lines_of_help_name_other_keys_as_they_are() -> None:
    assert help_of(names()["indent"]) == "Indent (shift+tab: dedent)"
    assert not [key for key in names().values() if "{" in help_of(key)]


@pytest.mark.long
async def test_the_app_does_and_says_what_is_set(make: Maker, answers: Answers) -> None:
    make.first_time = True
    chosen = {"run": ("ctrl+e",), "comment": ("ctrl+w",), "quit": ("f9",), "reset": ("alt+r",), "log": ("y",)}
    async with opened(make(keys=chosen), (120, 36), "[keys]: y would be both log and share; log stays l.") as pilot:
        await sees(pilot, "ctrl+e run")
        await sees(pilot, "Press ctrl+e to train your first network.")
        await pilot.press("f2")
        screen = lesson_of(pilot.app)
        await until(pilot, lambda: screen.bench is not None and screen.bench.editor.has_focus)
        assert screen.bench is not None
        await pilot.press("ctrl+w")
        assert screen.bench.editor.text == "# model = None"
        await pilot.press("ctrl+w", "ctrl+r")
        assert not [request for request in answers.requests if isinstance(request, Execute)]
        await pilot.press("ctrl+e")
        await sees(pilot, "1 of 1 check")
        await pilot.press("f1")
        await sees(pilot, "Run what has the focus")
        assert "ctrl+e       Run what has the focus" in screen_text(pilot.app)
        await pilot.press("s", "end")
        await sees(pilot, "keys.playground.redraw")
        await pilot.press("escape", "f9")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_the_next_app_in_the_process_has_the_usual_keys(make: Maker) -> None:
    make(keys={"run": ("ctrl+e",)})
    async with opened(make(), (120, 36)) as pilot:
        await sees(pilot, "ctrl+r run")


TAUGHT = {"ctrl+r", "tab", "enter", "esc", "space", "f2", "ctrl+g", "f3", "f4", "f8", "ctrl+p", "?"}


def test_the_readme_teaches_twelve_keys() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Twelve keys")[2].partition("## Commands")[0]
    assert {
        key for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for key in re.findall("`(.+?)`", row)
    } == TAUGHT


@pytest.mark.parametrize("press", [(), ("tab",), ("tab", "enter"), ("f2",)], ids=" ".join)
async def test_the_bottom_line_names_only_keys_that_are_taught(make: Maker, press: tuple[str, ...]) -> None:
    async with opened(make(), (120, 36), "Before you count") as pilot:
        await pilot.press(*press)
        named = {key for key, _, _ in lesson_of(pilot.app)._chrome.keys.entries}
        assert {"ctrl+r", "ctrl+p"} <= named <= TAUGHT


def test_the_page_of_keys_has_each_key_of_the_lessons() -> None:
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^`]+)`", page.partition("## Your own keys")[0]))
    lessons = (*APP_KEYS, *LESSON_KEYS, *EDITOR_KEYS, *RESULT_KEYS, *ATTEMPT_KEYS)
    assert not [key.named for key in lessons if not {as_written(name) for name in key.keys.split(",")} & told]
