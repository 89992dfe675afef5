"""Makes docs/pictures: the real app with real training. Run by `make gallery`; look at each before committing it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from tuitutor.config.settings import load
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import CellState
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Opened
from tuitutor.progress.store import Store
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.workbench import Workbench
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

FOLDER = Path(__file__).with_name("pictures")
SIZE = (120, 36)
ANSWER = """\
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense({units}, activation="tanh"),
    Dense(6, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam({rate}),
    metrics=["accuracy"],
)
model.fit(data, labels, epochs=20,
          validation_split=0.1, verbose=0)
"""
FIRST, SECOND = ANSWER.format(units=4, rate=0.001), ANSWER.format(units=12, rate=0.003)


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the app work until the condition holds. Raises TimeoutError after three minutes."""
    async with asyncio.timeout(180):
        while not condition():
            await pilot.pause(0.1)


def keep(app: App[None], name: str) -> None:
    """Write what is on the screen."""
    svg = app.export_screenshot(title="tuitutor")
    # GitHub fetches no fonts for a picture, and a picture should ask nobody for anything
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("&#160;", "\u00a0")
    svg = re.sub(r' clip-path="[^"]*-line-[^"]*"|<clipPath id="[^"]*-line-.*?</clipPath>', "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # not every viewer knows CSS's white-space
    svg = re.sub(r"terminal-\d+", "t", svg)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")


def shown(app: App[None]) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def draw() -> None:
    """Train a cell and two answers of the lesson `xor`, and look at them."""
    with tempfile.TemporaryDirectory() as folder:
        course, root = load_course(default_folder()), Path(folder)
        store = Store.open(root, course.id)
        store.record(Opened(lesson="xor", at=store.now()))
        store.save_draft("xor", FIRST)
        kept = BackgroundStore(store)
        settings = load({}, os.environ, root / "none", root / "none")
        worker = Worker(LocalLauncher(sys.executable))
        app = TutorApp(course, kept, lambda: worker, settings, RunOptions())
        async with app.run_test(size=SIZE) as pilot:
            cells = next(len(lesson.cells) for lesson in course.lessons if lesson.id == "xor")
            await until(pilot, lambda: len(app.screen.query(CellBox)) == cells)
            await _run_cell(pilot)
            keep(app, "reading")
            await _attempt(pilot, kept, 1)
            _bench(app).editor.put(SECOND)
            await pilot.press("ctrl+r")
            await until(pilot, lambda: re.search(r"epoch 1\d/20", shown(app)))
            keep(app, "training")
            await until(pilot, lambda: "✓ passed ·" in shown(app) and "epoch 20" in shown(app))
            await pilot.pause(0.5)
            keep(app, "passed")
            app.theme = "light"
            await pilot.pause(0.5)
            keep(app, "passed-light")
            app.theme = "dark"
            await _see(pilot, "attempts", "r restore")
            await pilot.press("o")
            await until(pilot, lambda: "space hide" in shown(app))
            keep(app, "board")
            await pilot.press("escape")
            await app.action_quit()


def _bench(app: App[None]) -> Workbench:
    assert isinstance(app.screen, LessonScreen)
    assert app.screen.bench is not None
    return app.screen.bench


async def _run_cell(pilot: Pilot[None]) -> None:
    box = next(box for box in pilot.app.screen.query(CellBox) if "Dense(4" in box.editor.text)
    box.focus()
    await pilot.press("ctrl+r")
    await until(pilot, lambda: box.state is CellState.OK)
    pilot.app.screen.query_one("#column").scroll_to(y=box.virtual_region.y - 3, animate=False)
    await pilot.pause(0.5)


async def _attempt(pilot: Pilot[None], kept: BackgroundStore, number: int) -> None:
    await pilot.press("f2", "ctrl+r")
    await until(pilot, lambda: kept.progress().exercise("xor").attempts == number)
    await until(pilot, lambda: "^r run exercise" in shown(pilot.app))


async def _see(pilot: Pilot[None], tab: str, text: str) -> None:
    """Go through the results to the tab that shows this."""
    await until(pilot, lambda: tab in shown(pilot.app))
    for _ in range(8):
        if text in shown(pilot.app):
            break
        await pilot.press("f4")
        await pilot.pause(0.3)


if __name__ == "__main__":
    asyncio.run(draw())
