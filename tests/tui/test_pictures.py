"""Figures and model diagrams, under cells and on the workbench."""

from __future__ import annotations

from functools import partial

import pytest

from tests.tui.conftest import Answers, Maker, dense, opened, screen_text, sees, until
from tuitutor.protocol.events import EpochEnded, FigureShown, FitEnded, FitStarted, ModelDrawn, Output
from tuitutor.protocol.figures import Axis, Figure, Line, Panel
from tuitutor.protocol.requests import Execute
from tuitutor.tui.widgets.run_views import MOST_PICTURES, PicturesView
from tuitutor.workers.scripted import Gate


def figure(title: str, marks: int = 1) -> Figure:
    line = Line((0.0, 1.0), (0.0, 1.0), "#1f77b4")
    axis = Axis(0.0, 1.0, "", ((0.0, "0"), (1.0, "1")))
    return Figure((Panel(axis, axis, (line,) * marks, title),))


def shown(r: Execute, number: int, title: str, final: bool = True) -> FigureShown:
    return FigureShown(r.child, r.run, number, figure(title), final)


async def test_a_cell_shows_its_curves_its_figures_in_order_and_a_models_diagram(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [
        FitStarted(r.child, r.run, 1, 1, 10, False),
        EpochEnded(r.child, r.run, 1, 1, 1.0, {"loss": 0.5}),
        FitEnded(r.child, r.run, 1, 1),
        shown(r, 2, "Second"),
        shown(r, 1, "First"),
        ModelDrawn(r.child, r.run, dense(20)),
    ]
    async with opened(make(), (80, 90), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "20 parameters, all trainable")
        text = screen_text(pilot.app)
        places = [text.index(part) for part in ("1 epoch in", "First", "Second", "20 parameters")]
        assert places == sorted(places)


@pytest.mark.long
async def test_a_figure_of_several_fits_takes_the_place_of_the_last_ones_curve(make: Maker, answers: Answers) -> None:
    fit = partial(FitStarted, epochs=1, steps=10, validation=False)
    gate = Gate()
    answers.told["print(size)"] = lambda r: [
        fit(r.child, r.run, 1), FitEnded(r.child, r.run, 1, 1), fit(r.child, r.run, 2),
        FitEnded(r.child, r.run, 2, 1), gate, shown(r, 1, "Compared")
    ]  # fmt: skip
    async with opened(make(), (80, 60), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "1 epoch")
        gate.set()
        await sees(pilot, "Compared")
        await until(pilot, lambda: "1 epoch" not in screen_text(pilot.app))


@pytest.mark.long
async def test_a_live_figure_is_redrawn_in_its_place(make: Maker, answers: Answers) -> None:
    gates = [Gate(), Gate()]
    answers.told["print(size)"] = lambda r: [
        shown(r, 1, "Step 1", final=False), gates[0], shown(r, 1, "Step 2", final=False), gates[1], shown(r, 1, "End")
    ]  # fmt: skip
    async with opened(make(), (80, 60), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "Step 1")
        before = next(at for at, row in enumerate(screen_text(pilot.app).split("\n")) if "And once more." in row)
        for gate, title in zip(gates, ("Step 2", "End"), strict=True):
            gate.set()
            await sees(pilot, title)
            rows = screen_text(pilot.app).split("\n")
            assert "Step 1" not in "\n".join(rows)
            assert next(at for at, row in enumerate(rows) if "And once more." in row) == before


@pytest.mark.long
async def test_figures_follow_the_width_of_the_terminal_and_its_theme(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [shown(r, 1, "Title")]
    app = make()
    async with opened(app, (100, 50), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "Title")
        wide = max(len(row.rstrip()) for row in screen_text(app).split("\n") if "┬" in row)
        view = app.screen.query("CellOutput PicturesView").last(PicturesView)
        await pilot.resize_terminal(70, 50)
        await until(pilot, lambda: any("┬" in row and len(row.rstrip()) < wide for row in screen_text(app).split("\n")))
        dark = str(view.render().spans)
        app.theme = "light"
        await until(pilot, lambda: str(view.render().spans) != dark)


@pytest.mark.long
async def test_an_exercise_shows_its_figures_with_its_output(make: Maker, answers: Answers) -> None:
    gate = Gate()
    answers.told["model = None"] = lambda r: [Output(r.child, r.run, "printed\n"), shown(r, 1, "Drawn"), gate]
    async with opened(make(), (140, 60), toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "Drawn")  # nothing trains, so the output is put on top
        assert "printed" in screen_text(pilot.app)
        gate.set()
        await sees(pilot, "passed ·")


@pytest.mark.long
async def test_that_earlier_figures_are_gone_is_said(make: Maker, answers: Answers) -> None:
    answers.told["print(size)"] = lambda r: [
        shown(r, number, f"Figure {number}") for number in range(1, MOST_PICTURES + 3)
    ]
    async with opened(make(), (80, 200), "print(size)", toasts=True) as pilot:
        await pilot.press("tab", "tab", "ctrl+r")
        await sees(pilot, "2 earlier figures not shown.")
        assert "Figure 2" not in screen_text(pilot.app)
        assert f"Figure {MOST_PICTURES + 2}" in screen_text(pilot.app)
