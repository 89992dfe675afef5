"""A small course in a folder, and a worker without processes that answers as told."""

from __future__ import annotations

import asyncio
import builtins
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest
import textual._wait
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

import tuitutor.coach.names  # noqa: F401  # before `_known_words`: it keeps the names that are built in
from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.config.settings import Settings, load
from tuitutor.course.load import load_course
from tuitutor.engine.consent import Consent
from tuitutor.engine.options import RunOptions
from tuitutor.engine.preferences import Preferences
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.store import Store
from tuitutor.protocol.events import Checked, ChildEnded, Described, Event, Executed, LayersBuilt, Measured
from tuitutor.protocol.facts import LayerFacts, LayerLine, ModelCheckFacts, ModelFacts, ProgramFacts
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import BuildLayers, CheckModel, Describe, Execute, Interrupt, Measure, Request, Stop
from tuitutor.tui import turns
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens.contents import ListCourses
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.workers.budget import Budget, IdleLimits
from tuitutor.workers.scripted import READY, Gate, ScriptedLauncher
from tuitutor.workers.worker import Worker

COUNTS = lesson(
    "Counts",
    "Count the weights.",
    "Before you count, look.",
    cell("size = 4", "setup"),
    "Then print it.",
    cell("print(size)"),
    "And once more.",
    cell("print(size * 2)"),
    *(f"Paragraph {number}." for number in range(40)),
    exercise(
        "A small network",
        "small-net",
        "Build `model` with 20 parameters.",
        starter="model = None",
        checks="- params: {total: 20}\n  name: parameters\n  points: 2",
        hints=["Do not forget the biases.", "Four units, each with 4 weights and a bias."],
        solution="model = right",
        why="Four times five.",
    ),
    minutes=5,
)
PATIENCE = 30.0  # seconds that a condition may take to come true on a machine with other things to do
LOOKS = 200  # how often it is looked for at least: a machine may give us a twentieth of a core
turns.LONGEST = PATIENCE  # nothing hangs here, but the machine may be slow
# A pilot sleeps this long after each key, and once more, before it looks whether the app is idle: a third of the time
# of these tests, were it Textual's fiftieth of a second. No test may need the longer sleep: keys act in turn.
textual._wait.SLEEP_GRANULARITY = 1 / 200
_draw = Compositor.render_update


def _forget_update(
    self: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
) -> object:
    """An update that nobody sees, since a pilot's app has no terminal, and a third of the time of these tests.

    What stands on the screen is drawn when a test looks at it. `drawn` is for tests of what is drawn when.
    """
    if full:
        return _draw(self, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    changed = bool(self._dirty_regions)
    self._dirty_regions.clear()
    return "" if changed else None


Compositor.render_update = _forget_update  # type: ignore[method-assign,assignment]

_parse = Stylesheet.parse
_parsed: dict[frozenset[tuple[str, str]], LRUCache[tuple[object, ...], list[RuleSet]]] = {}


def _parse_once(self: Stylesheet) -> None:
    """Read what a stylesheet says in a theme once for all apps: a tenth of the time of these tests."""
    own = self._parse_cache
    self._parse_cache = _parsed.setdefault(frozenset(self._variables.items()), LRUCache(256))
    try:
        _parse(self)
    finally:
        self._parse_cache = own


Stylesheet.parse = _parse_once  # type: ignore[method-assign]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each update of the screen is drawn, as for a terminal."""
    monkeypatch.setattr(Compositor, "render_update", _draw)


READING = lesson(
    "Only text",
    "Nothing to run.",
    "Read this. [Its page](https://keras.io/api/) and [the first lesson](counts.md). See [keras.io](https://keras.io).",
)
BROKEN = lesson("Broken", "Nothing to run.", "Read this.") + "\n```{exercise-start} No label\n```\n"


def dense(params: int) -> ModelFacts:
    """A network of one layer with so many parameters."""
    layer = LayerFacts("dense", "Dense", True, params, params, (None, 4), {"units": 4})
    return ModelFacts("Sequential", True, (layer,), params, params, (None, 4), (None, 4))


@dataclass
class Answers:
    """What the worker answers. `told` maps a piece of source to what running it shows before it ends well.

    A source with "forever" in it ends only by an interrupt or a stop, one with "wrong" raises in its second line.
    """

    told: dict[str, Callable[[Execute], Iterable[Event | Gate]]] = field(default_factory=dict)
    params: int = 20
    layers: Callable[[str], tuple[LayerLine, ...]] = lambda draft: ()
    running: Execute | None = None
    requests: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Iterable[Event | Gate]:
        self.requests.append(request)
        match request:
            case Execute():
                yield from self._execute(request)
            case Interrupt() if self.running:
                error = ErrorInfo("KeyboardInterrupt", "")
                yield Executed(request.child, self.running.run, "interrupted", 0.5, error)
            case Measure():
                facts = ProgramFacts(dense(self.params), "Sequential", None, saved=True)
                yield Measured(request.child, request.run, facts)
            case CheckModel():
                yield Checked(request.child, request.run, ModelCheckFacts(True, model=dense(self.params)))
            case Describe():
                yield Described(request.child, request.run, () if request.after else (NameFacts("Described"),))
            case BuildLayers():
                yield LayersBuilt(request.child, request.run, self.layers(request.source))
            case Stop():
                yield ChildEnded(request.child, "stopped")

    def _execute(self, request: Execute) -> Iterable[Event | Gate]:
        for piece, show in self.told.items():
            if piece in request.source:
                yield from show(request)
        if "forever" in request.source:
            self.running = request
        elif "wrong" in request.source:
            yield Executed(request.child, request.run, "raised", 0.1, wrong(request))
        else:
            yield Executed(request.child, request.run, "ok", 0.1)


def wrong(request: Execute) -> ErrorInfo:
    """An exception in the second line of the source."""
    return ErrorInfo("NameError", "name 'wrong' is not defined", (Frame(request.filename, 2, "<module>", "wrong"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reading = {"reading.md": READING, "broken.md": BROKEN}
    return write_course(tmp_path / "course", {"Counting": {"counts.md": COUNTS}, "Reading": reading})


@pytest.fixture(autouse=True)
def _known_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the app, what the scripted worker acts on are names like `print`; else the run key would ask about them."""
    for word in ("Dense", "forever", "one", "right", "three", "two", "wrong"):
        monkeypatch.setattr(builtins, word, None, raising=False)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@dataclass
class Maker:
    """Makes apps on one state folder, as a learner comes back to it again and again."""

    course: Path
    state: Path
    answers: Answers
    idle: IdleLimits = field(default_factory=IdleLimits)
    launcher: ScriptedLauncher = field(init=False)
    store: BackgroundStore | None = None
    first_time: bool = False
    environ: dict[str, str] = field(default_factory=dict)  # as far as settings come from there
    cache: Path | None = None
    consent: Consent | None = None
    list_courses: ListCourses | None = None

    def __call__(self, greeting: Event = READY, **settings: object) -> TutorApp:
        course = load_course(self.course)
        self.launcher = ScriptedLauncher(self.answers, greeting)
        if self.store is not None:
            self.store.close(30.0)
        store = self.store = BackgroundStore(Store.open(self.state, course.id))
        chosen = Settings(data_dir=self.state, **settings)  # type: ignore[arg-type]
        budget = Budget(chosen.budget_s)
        make_worker = lambda: Worker(self.launcher, self.idle, budget)  # noqa: E731  # it is handed over as one
        return TutorApp(
            course,
            store,
            make_worker,
            chosen,
            RunOptions(),
            make_preferences=lambda: preferences_in(self.state, self.environ),
            first_time=self.first_time,
            cache=self.cache,
            consent=self.consent,
            list_courses=self.list_courses,
        )


def preferences_in(state: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Preferences:
    """Those of a user whose file is in this folder, on a machine where a variable sets `nice`."""
    file = state / "config" / "config.toml"
    reload = partial(load, {}, {"TUITUTOR_NICE": "5", **environ}, Path("/nonexistent"), file)
    return Preferences(reload(), file, str(state.parent), reload)


@pytest.fixture
def make(folder: Path, tmp_path: Path, answers: Answers) -> Maker:
    return Maker(folder, tmp_path / "state", answers)


def screen_text(app: App[None]) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def lesson_of(app: App[None]) -> LessonScreen:
    """The lesson's screen, which is in front."""
    assert isinstance(app.screen, LessonScreen)
    return app.screen


def at_once(app: App[None], *keys: str) -> None:
    """Press all these keys at the same moment, as a slow line brings them, in one packet."""
    for key in keys:
        app.post_message(events.Key(_character_to_key(key) if len(key) == 1 else key, key if len(key) == 1 else None))


async def until(pilot: Pilot[None], condition: Callable[[], bool], told: str = "never came true") -> None:
    """Wait for a condition; after `PATIENCE` seconds and as many `LOOKS`, fail with the screen."""
    end, looks = time.monotonic() + PATIENCE, 0
    while not condition():
        looks += 1
        if time.monotonic() > end and looks > LOOKS:
            pytest.fail(f"{told}; the screen:\n" + screen_text(pilot.app))
        await asyncio.sleep(0.02)
        pilot.app.screen._on_timer_update()


async def focused_editor(pilot: Pilot[None]) -> CodeEditor:
    """The editor with the focus, once one has it."""
    await until(pilot, lambda: isinstance(pilot.app.focused, CodeEditor))
    assert isinstance(pilot.app.focused, CodeEditor)
    return pilot.app.focused


async def at_rest(pilot: Pilot[None], column: LessonColumn) -> None:
    """Wait until the text has stopped scrolling: a key before that acts on what is about to be shown."""
    before = -1.0
    while column.scroll_y != before:
        before = column.scroll_y
        await pilot.pause()


async def sees(pilot: Pilot[None], text: str) -> None:
    """Wait until a text stands on the screen, be it on one line or wrapped."""

    def stands() -> bool:
        shown = screen_text(pilot.app)
        return text in shown or text in " ".join(shown.split())

    await until(pilot, stands)


@asynccontextmanager
async def opened(
    app: App[None], size: tuple[int, int] = (80, 24), seen: str = "", toasts: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The app in a terminal of this size, once a text is to be seen; `toasts` are shown as to a learner."""
    async with app.run_test(size=size, notifications=toasts) as pilot:
        if seen:
            await sees(pilot, seen)
        yield pilot
