"""What a model has learned, on the workbench."""

from __future__ import annotations

import re

import pytest
from rich.style import Style
from textual.pilot import Pilot

from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.draw.maps import colour_of
from tuitutor.protocol.events import EpochEnded, Event, FitEnded, FitStarted, MapTaken
from tuitutor.protocol.figures import DecisionMap, Part
from tuitutor.protocol.requests import Execute
from tuitutor.tui.widgets.run_views import CurvesView, MapView
from tuitutor.tui.widgets.workbench import Workbench
from tuitutor.workers.scripted import Gate

EPOCHS = 5


def ended(r: Execute, epoch: int) -> list[Event]:
    """An epoch, and the map at its end: the border moves to the right, cell by cell."""
    row = "0" * epoch + "f" * (6 - epoch)
    taken = DecisionMap((0.0, 1.0), (0.0, 1.0), 6, ("no", "yes"), (Part("", row * 6),))
    return [
        EpochEnded(r.child, r.run, 1, epoch, 0.1 * epoch, {"loss": 0.9**epoch, "val_loss": 1 - 0.1 * epoch}),
        MapTaken(r.child, r.run, 1, epoch, taken),
    ]


def training(r: Execute, gate: Gate | None = None) -> list[Event | Gate]:
    """A whole fit, with a gate after its second epoch if there is one."""
    epochs = [ended(r, epoch) for epoch in range(1, EPOCHS + 1)]
    epochs[1] += [gate] if gate else []  # type: ignore[list-item]
    started = FitStarted(r.child, r.run, 1, EPOCHS, 5, True)
    return [started, *(event for epoch in epochs for event in epoch), FitEnded(r.child, r.run, 1, EPOCHS)]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_map_is_live(make: Maker, answers: Answers, size: tuple[int, int]) -> None:
    gate = Gate()
    answers.told["model = None"] = lambda r: training(r, gate)
    app = make()
    async with opened(app, size, "0/1", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "epoch 2")
        await sees(pilot, "─learned ─" if size == (80, 24) else "██ no")  # in the strip of curves, or below them
        gate.set()
        await sees(pilot, "passed ·")
        if size != (80, 24):
            await sees(pilot, "epoch 5 ")  # beside the checks
        strong = {colour_of(end, app.look) for end in (-1.0, 1.0)}
        assert strong <= colours_of_the_map(pilot)
        await pilot.press("x")
        await until(pilot, lambda: colours_of_the_map(pilot).isdisjoint(strong))  # it is about other code now
        await pilot.press("backspace")
        await until(pilot, lambda: strong <= colours_of_the_map(pilot))


def colours_of_the_map(pilot: Pilot[None]) -> set[str]:
    """The colours of its cells' halves."""
    map_, curves = pilot.app.screen.query_one(MapView), pilot.app.screen.query_one("#curves", CurvesView)
    shown = [each.render() for each in (map_, curves) if each.size]
    styles = [
        Style.parse(str(span.style))
        for drawn in shown
        for span in drawn.spans
        if set(drawn.plain[span.start : span.end]) <= set("█▀")
    ]
    return {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


@pytest.mark.long
async def test_the_map_is_drawn_once_and_reasons_have_the_full_width(make: Maker, answers: Answers) -> None:
    answers.told["model = None"], answers.params = training, 16
    app = make()
    async with opened(app, (80, 24), "0/1") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "✗ parameters")
        await sees(pilot, "─learned")
        await pilot.press("f4", "f4")
        await sees(pilot, "██ no")
        await until(pilot, lambda: "─learned" not in screen_text(app))
        await pilot.resize_terminal(200, 50)
        await pilot.press("escape")
        bench = app.screen.query_one(Workbench)
        await until(pilot, lambda: bench.query_one("#checks").size.width > 70)
        await sees(pilot, "██ no")
        await until(pilot, lambda: not bench.results.map.size)  # it is beside the curves


@pytest.mark.long
async def test_the_picture_to_share_has_the_map_of_several_epochs(make: Maker, answers: Answers) -> None:
    answers.told["model = None"] = training
    async with opened(make(), (80, 24), "0/1") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "attempts 1")
        await until(pilot, lambda: pilot.app.screen.query_one(Workbench).view.grade is not None)
        await pilot.press("f4", "Y")
        picture = make.state / "small" / "shared" / "small-net-1.svg"
        await until(pilot, picture.exists)
        epochs = re.findall(r"epoch[^0-9<]*(\d)", picture.read_text())
        assert epochs == ["1", "2", "3", "4", "5"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_step_on_the_curve_brings_the_map_into_sight(
    make: Maker, answers: Answers, size: tuple[int, int]
) -> None:
    answers.told["model = None"], answers.params = training, 16
    async with opened(make(), size, "0/1") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "✗ parameters")
        await pilot.press("f4", "left")
        await sees(pilot, "─epoch 4" if size == (80, 24) else "██ no")
        assert pilot.app.screen.query_one(Workbench).results.at == "curves"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
@pytest.mark.long
async def test_the_cursor_goes_back_in_time(make: Maker, answers: Answers, size: tuple[int, int]) -> None:
    answers.told["model = None"] = training
    async with opened(make(), size, "0/1", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "passed ·")
        await pilot.press("left")  # in the editor, where it moves no more than the text's cursor
        latest = "─learned" if size == (80, 24) else "x: epoch"
        await sees(pilot, latest)
        await pilot.press("f4", "left", "left")
        await sees(pilot, "─epoch 3" if size == (80, 24) else "at epoch 3")
        await sees(pilot, "epoch 3 ")  # the map's own
        await sees(pilot, f"loss {0.9**3:.3g} val 0.7")
        await pilot.press("right")
        await sees(pilot, "epoch 4 ")
        await pilot.press("right", "right")
        await sees(pilot, latest)
        await pilot.press("left", "ctrl+r")  # a new run is shown as it is now
        await sees(pilot, "previous")
        await until(pilot, lambda: not re.search("(at |─)epoch", screen_text(pilot.app)))


@pytest.mark.long
async def test_l_puts_the_loss_on_a_logarithmic_axis(make: Maker, answers: Answers) -> None:
    answers.told["model = None"] = training
    async with opened(make(), (120, 36), toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "passed ·")
        await pilot.press("f4", "l")
        await sees(pilot, "loss log")
        await pilot.press("l")
        await until(pilot, lambda: "loss log" not in screen_text(pilot.app))
        await pilot.press("escape", "l")
        await sees(pilot, "lmodel = None")  # typed, for here it is the editor's
        assert "loss log" not in screen_text(pilot.app)


@pytest.mark.long
async def test_the_bar_offers_the_keys_of_a_curve_where_there_is_one(make: Maker, answers: Answers) -> None:
    async with opened(make(), (120, 36), toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "passed ·")
        await pilot.press("f4")
        await sees(pilot, "y share")
        assert "epoch" not in screen_text(pilot.app)
        answers.told["model = None"] = training
        await pilot.press("ctrl+r")
        await sees(pilot, "← → epoch l log")
        answers.told["model = None"] = lambda r: [
            FitStarted(r.child, r.run, 1, 1, 5, True), EpochEnded(r.child, r.run, 1, 1, 0.1, {"loss": -1.0})
        ]  # fmt: skip
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "l log" not in screen_text(pilot.app))
        await sees(pilot, "← → epoch")
        await pilot.press("escape")
        await until(pilot, lambda: "← → epoch" not in screen_text(pilot.app))


@pytest.mark.long
async def test_what_cannot_be_is_said(make: Maker, answers: Answers) -> None:
    async with opened(make(), (120, 36), toasts=True) as pilot:
        await pilot.press("f4", "l")
        await sees(pilot, "There is no curve yet")
        answers.told["model = None"] = lambda r: [
            FitStarted(r.child, r.run, 1, 1, 5, True), EpochEnded(r.child, r.run, 1, 1, 0.1, {"loss": -1.0})
        ]  # fmt: skip
        await pilot.press("ctrl+r")
        await sees(pilot, "passed ·")
        await pilot.press("l")
        await sees(pilot, "Only a loss that is always positive")
