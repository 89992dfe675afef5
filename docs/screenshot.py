"""Makes docs/screenshot.svg: the real app after real training. Run by `make screenshot`."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tuitutor.config.settings import load
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import CellState
from tuitutor.engine.worker import Worker
from tuitutor.launch.local import LocalLauncher
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Opened
from tuitutor.progress.store import Store
from tuitutor.tui.app import TutorApp
from tuitutor.tui.widgets.cell import CellBox

SIZE = (120, 36)
ANSWER = """\
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(12, activation="tanh"),
    Dense(6, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(0.003),
    metrics=["accuracy"],
)
model.fit(data, labels, epochs=20,
          validation_split=0.1, verbose=0)
"""


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the app work until the condition holds."""
    while not condition():
        await pilot.pause(0.1)


async def picture() -> str:
    """Train a cell and an answer of the lesson `xor`; what the app then shows, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        course, root = load_course(default_folder()), Path(folder)
        store = Store.open(root, course.id)
        store.record(Opened(lesson="xor", at=store.now()))
        store.save_draft("xor", ANSWER)
        settings = load({}, os.environ, root / "none", root / "none")
        worker = Worker(LocalLauncher(sys.executable))
        kept = BackgroundStore(store)
        app = TutorApp(course, kept, lambda: worker, settings, RunOptions())
        async with app.run_test(size=SIZE) as pilot:
            cells = next(len(lesson.cells) for lesson in course.lessons if lesson.id == "xor")
            await until(pilot, lambda: len(app.screen.query(CellBox)) == cells)
            await _run_cell(pilot)
            await pilot.press("f2", "ctrl+r")
            await until(pilot, lambda: kept.progress().exercise("xor").attempts)
            await pilot.pause(0.5)
            svg = app.export_screenshot(title="tuitutor")
            await app.action_quit()
    # GitHub fetches no fonts for a picture, and a picture should ask nobody for anything
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


async def _run_cell(pilot: Pilot[None]) -> None:
    box = next(box for box in pilot.app.screen.query(CellBox) if "Dense(4" in box.source)
    box.focus()
    await pilot.press("ctrl+r")
    await until(pilot, lambda: box.state is CellState.OK)
    pilot.app.screen.query_one("#column").scroll_to(y=box.virtual_region.y - 3, animate=False)


if __name__ == "__main__":
    Path(__file__).with_name("screenshot.svg").write_text(asyncio.run(picture()), encoding="utf-8")
