"""Makes docs/pictures/loop.svg: the real app with real training, as a picture that moves.

It moves by CSS alone, and shows its last frame where motion is reduced. Run by `make pictures`; look at it before you
commit it.

`--all FOLDER` makes all pictures of the loop, from the first start to the playground, at eleven sizes and terminals, to
be looked at; `--all FOLDER NAME...` only in these. Each takes two minutes.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from rich.color import Color as RichColour
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.pilot import Pilot

from tuitutor.config.settings import load
from tuitutor.config.values import Glyphs
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import CellState
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.store import Store
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.card import PlayLink
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.sides import LessonPane
from tuitutor.tui.widgets.workbench import Workbench
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

PICTURE = Path(__file__).with_name("pictures") / "loop.svg"
PLAY = "dataset=xor&networkShape=6&activation=relu&showTestData=true"
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
MISTYPED = SECOND.replace("activation", "activaton", 1)


@dataclass(frozen=True)
class Terminal:
    """A window, and what is drawn in it: `colours` as Textual names them."""

    columns: int
    rows: int
    theme: str = "dark"
    glyphs: Glyphs = "full"
    colours: str = "truecolor"


MOVING = Terminal(100, 30)
FRAMES = {"first-start": 4, "first-run": 3, "answer": 3, "epoch": 0.5, "failed": 5, "typing": 4, "passed": 7}
"""How many seconds each frame is shown, by the name of its picture; numbered ones are a frame each."""
TERMINALS = {
    **{f"{columns}x{rows}": Terminal(columns, rows) for columns, rows in ((80, 24), (100, 30), (116, 30))},
    **{f"{columns}x{rows}": Terminal(columns, rows) for columns, rows in ((120, 36), (160, 45), (250, 60))},
    "light": Terminal(80, 24, theme="light"),
    "tmux": Terminal(80, 23, colours="256"),
    "16": Terminal(80, 24, theme="16", colours="standard"),
    "linux": Terminal(80, 25, theme="16", glyphs="plain", colours="standard"),
    "ascii": Terminal(80, 24, glyphs="ascii"),
}


class Downgraded(LineFilter):
    """Shows colours as a terminal that has only so many."""

    def __init__(self, system: ColorSystem) -> None:
        super().__init__()
        self._system = system

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and self._downgrade(style), control) for text, style, control in segments]

    def _downgrade(self, style: Style) -> Style:
        def fewer(colour: RichColour | None) -> RichColour | None:
            return colour and colour.downgrade(self._system)

        return style + Style(color=fewer(style.color), bgcolor=fewer(style.bgcolor))


class PicturedApp(TutorApp):
    """The app, in as many colours as its terminal has."""

    CSS_PATH = [Path(inspect.getfile(TutorApp)).parent / path for path in TutorApp.CSS_PATH]  # noqa: RUF012

    def get_line_filters(self) -> Sequence[LineFilter]:
        systems = {"256": ColorSystem.EIGHT_BIT, "standard": ColorSystem.STANDARD}
        fewer = [Downgraded(systems[self.colours])] if self.colours in systems else []
        return [*super().get_line_filters(), *fewer]


async def until(pilot: Pilot[None], condition: Callable[[], object], pause: float = 0.1) -> None:
    """Let the app work until the condition holds. Raises TimeoutError after three minutes."""
    async with asyncio.timeout(180):
        while not condition():
            await pilot.pause(pause)
    await pilot.pause(5 * pause)


def picture(app: App[None]) -> str:
    """What is on the screen, as SVG."""
    svg = app.export_screenshot(title="tuitutor")
    # GitHub fetches no fonts for a picture, and a picture should ask nobody for anything
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("&#160;", "\u00a0")
    svg = re.sub(r' clip-path="[^"]*-line-[^"]*"|<clipPath id="[^"]*-line-.*?</clipPath>', "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # not every viewer knows CSS's white-space
    return re.sub(r"terminal-\d+", "t", svg)


def keep(svg: str, path: Path) -> None:
    """Write a picture."""
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(svg, encoding="utf-8")


def moving(pictures: Sequence[tuple[str, float]]) -> str:
    """One SVG that shows these pictures one after the other, for so many seconds each, and begins again."""
    whole = sum(seconds for _, seconds in pictures)
    style, frames, begun = [], [], 0.0
    for at, (svg, seconds) in enumerate(pictures):
        first, last = (f"{100 * moment / whole:.2f}%" for moment in (begun, begun + seconds))
        shown = f"0%{{visibility:{'hidden' if at else 'visible'}}}{first}{{visibility:visible}}"
        style.append(f"@keyframes k{at}{{{shown}{last}{{visibility:hidden}}}}#f{at}{{animation-name:k{at}}}")
        inner = re.sub(r"^<svg [^>]*>|</svg>\s*$", "", svg.strip())
        frames.append(f'<g class="frame" id="f{at}">{re.sub(r"(?<![a-z0-9-])t(?=-)", f"t{at}", inner)}</g>')
        begun += seconds
    still = (
        f"@media(prefers-reduced-motion:reduce){{.frame{{animation:none}}#f{len(pictures) - 1}{{visibility:visible}}}}"
    )
    once = f".frame{{visibility:hidden;animation:{whole:g}s step-end infinite}}"
    [head] = re.findall(r"^<svg [^>]*>", pictures[0][0].strip())
    return "\n".join([head, f"<style>{once}", *style, f"{still}</style>", *frames, "</svg>\n"])


def shown(app: App[None]) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


class Loop:
    """Goes through what a learner does, and has each step's picture kept."""

    def __init__(self, pilot: Pilot[None], store: BackgroundStore, keep: Callable[[str], None]) -> None:
        self.pilot, self.app, self.keep = pilot, pilot.app, keep
        self._frames = 0
        self._store = store

    async def begin(self) -> None:
        """The first lesson, on the very first day."""
        await self._built("start")
        await until(self.pilot, lambda: "Press" in shown(self.app))
        self.keep("first-start")
        box = self._cell("Dense(16")
        await self.pilot.press("ctrl+r")
        await until(self.pilot, lambda: box.state is CellState.OK)
        self.keep("first-run")
        guess = self.app.screen.query(GuessBox).first()
        for _ in range(30):
            if self._screen.column.region.contains_region(guess.region):
                break
            await self.pilot.press("f8")
            await self.pilot.pause(0.5)
        self.keep("prediction")

    async def read(self) -> None:
        """A lesson with a cell that was run."""
        self._screen.post_message(LessonPane.Chosen(self._course_lesson("xor")))
        await until(self.pilot, lambda: self._screen.lesson.id == "xor")
        await self._built("xor")
        box = self._cell("Dense(4")
        await self._screen.go_to(box.name or "")
        await self.pilot.press("ctrl+r")
        await until(self.pilot, lambda: box.state is CellState.OK)
        self._screen.column.scroll_to(y=box.virtual_region.y - 3)
        await self.pilot.pause(0.5)
        self.keep("reading")

    async def answer(self) -> None:
        """A wrong answer, a mistyped one, and one that passes."""
        await self._screen.go_to("exercise:xor")
        self._bench.editor.put(FIRST)
        await self.pilot.pause(0.5)
        self.keep("answer")
        await self._attempt(FIRST)
        await self._epochs((5, 10, 15))
        await until(self.pilot, lambda: self._attempts == 1 and self._bench.is_over)
        self.keep("failed")
        self._bench.editor.put(MISTYPED)
        await self.pilot.press("down", "down")
        await until(self.pilot, lambda: "→" in shown(self.app) or "->" in shown(self.app))
        await until(self.pilot, lambda: "1 problem" in shown(self.app))
        self.keep("typing")
        await self._attempt(SECOND)
        await self._epochs((4, 9))
        await until(self.pilot, lambda: re.search(r"(epoch |◐ |\b)1\d/20", shown(self.app)))
        self.keep("training")
        await self._epochs((14, 19))
        await until(self.pilot, lambda: self._attempts == 2 and self._bench.is_over)
        self.keep("passed")
        self.app.theme, before = "light", self.app.theme
        await self.pilot.pause(0.5)
        self.keep("passed-light")
        self.app.theme = before

    async def look_around(self) -> None:
        """A question, the outline, and the playground."""
        await until(self.pilot, lambda: isinstance(self.app.screen, LessonScreen))
        await self._screen.go_to("exercise:xor-corners")
        await self.pilot.press("2", "ctrl+r")
        await until(self.pilot, lambda: self._bench.is_over)
        self.keep("question")
        await self.pilot.press("f3")
        await until(self.pilot, lambda: not isinstance(self.app.screen, LessonScreen))
        self.keep("outline")
        await self.pilot.press("escape")
        await until(self.pilot, lambda: isinstance(self.app.screen, LessonScreen))
        self._screen.post_message(PlayLink.Chosen(PLAY))
        await until(self.pilot, lambda: not isinstance(self.app.screen, LessonScreen))
        await self.pilot.press("space")
        await self.pilot.pause(8)
        await self.pilot.press("space")
        await self.pilot.pause(0.5)
        self.keep("playground")

    @property
    def _screen(self) -> LessonScreen:
        assert isinstance(self.app.screen, LessonScreen)
        return self.app.screen

    @property
    def _bench(self) -> Workbench:
        assert self._screen.bench is not None
        return self._screen.bench

    @property
    def _attempts(self) -> int:
        return self._store.progress().exercise("xor").attempts

    def _course_lesson(self, name: str) -> Any:
        return next(lesson for lesson in load_course(default_folder()).lessons if lesson.id == name)

    def _cell(self, text: str) -> CellBox:
        return next(box for box in self.app.screen.query(CellBox) if text in box.editor.text)

    async def _built(self, name: str) -> None:
        cells = len(self._course_lesson(name).cells)
        await until(self.pilot, lambda: len(self.app.screen.query(CellBox)) == cells)

    async def _epochs(self, epochs: Sequence[int]) -> None:
        """Keep a frame when each of these epochs, or a later one, is shown."""
        for epoch in epochs:

            def reached() -> bool:
                at = re.search(r"\b(\d+)/20\b", shown(self.app))
                return self._bench.is_over or (at is not None and int(at[1]) >= epoch)  # noqa: B023

            await until(self.pilot, reached, 0.02)
            self._frames += 1
            self.keep(f"epoch-{self._frames}")

    async def _attempt(self, code: str) -> None:
        self._bench.editor.put(code)
        await self.pilot.press("ctrl+r")


async def draw(terminal: Terminal, take: Callable[[str, str], None]) -> None:
    """Go through the loop with real training; `take` gets each picture, after its name."""
    with tempfile.TemporaryDirectory() as scratch:
        course, root = load_course(default_folder()), Path(scratch)
        kept = BackgroundStore(Store.open(root, course.id))
        settings = load({}, os.environ, root / "none", root / "none")
        settings = replace(settings, theme=terminal.theme, glyphs=terminal.glyphs, data_dir=root / "data")
        worker = Worker(LocalLauncher(sys.executable))
        app = PicturedApp(course, kept, lambda: worker, settings, RunOptions(), first_time=True, cache=root / "cache")
        async with app.run_test(size=(terminal.columns, terminal.rows)) as pilot:
            loop = Loop(pilot, kept, lambda name: take(name, picture(app)))
            await loop.begin()
            await loop.read()
            await loop.answer()
            await loop.look_around()
            await app.action_quit()


async def draw_moving(path: Path) -> None:
    """Write the moving picture."""
    frames: list[tuple[str, float]] = []

    def take(name: str, svg: str) -> None:
        if seconds := FRAMES.get(re.sub(r"-\d+$", "", name)):
            frames.append((svg, seconds))

    await draw(MOVING, take)
    keep(moving(frames), path)


def taker(folder: Path) -> Callable[[str, str], None]:
    """Keeps all pictures but those of single epochs."""

    def take(name: str, svg: str) -> None:
        if not name.startswith("epoch-"):
            keep(svg, folder / f"{name}.svg")

    return take


def draw_all(folder: Path, names: Sequence[str]) -> None:
    """Draw in each of these terminals, by default in all; each in a process, which reads its colours when it starts."""
    for name in names or TERMINALS:
        environment = {**os.environ, "TEXTUAL_COLOR_SYSTEM": TERMINALS[name].colours}
        subprocess.run([sys.executable, __file__, "--one", name, str(folder / name)], env=environment, check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            asyncio.run(draw_moving(PICTURE))
        case ["--one", name, folder]:
            asyncio.run(draw(TERMINALS[name], taker(Path(folder))))
        case ["--all", folder, *names]:
            draw_all(Path(folder), names)
        case _:
            sys.exit(__doc__)
