"""The playground's screen with its keys; and an app of this screen only."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import OptionList

from tuitutor.config.settings import Settings
from tuitutor.errors import StateError, TuitutorError, UsageError
from tuitutor.playground import address
from tuitutor.playground.playground_state import Config, change, value, value_text
from tuitutor.playground.pointfile import read_points
from tuitutor.playground.program import keras_program
from tuitutor.playground.run import again, past_of
from tuitutor.playground.surface import loss_surface
from tuitutor.progress.states import States
from tuitutor.tui import play_keys
from tuitutor.tui.flow.pacing import FramePacer, spawn
from tuitutor.tui.keys import APP_KEYS, Key
from tuitutor.tui.play.adjustable import Adjustable, name_of
from tuitutor.tui.play.panes import LossView, NetworkView, Pane, Pen, PlaneView
from tuitutor.tui.play.play_page import PlayPage
from tuitutor.tui.play.table import SLICE, SPEEDS, step_in
from tuitutor.tui.repaint import LeanApp
from tuitutor.tui.themed import ThemedApp
from tuitutor.tui.tty import line_is_busy
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import LONG

_TICK = 0.02  # seconds between two slices of training
_WEIGHT_STEP = 0.1
_ITS_OWN = "The exercise sets the data."
_SURFACE_SIDE = 40  # points in each direction where the loss is computed


class PlayScreen(PlayPage):
    """Handles the keys, and the messages of the screen's parts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(key.binding() for key in play_keys.PLAY_KEYS),
        Binding("escape", "back", show=False),
    ]

    def on_mount(self) -> None:
        self._pacer = FramePacer(
            lambda: self.app.sent if isinstance(self.app, LeanApp) else 0, line_is_busy, os.environ
        )
        self._ticked = perf_counter()
        self._training = self.set_interval(_TICK, self._tick, pause=True)
        if self._past:
            self.run_worker(self._come_back(self._past))

    async def _come_back(self, past: str) -> None:
        """Replay the run up to where it was left, unless the learner starts something else meanwhile."""
        start, since = self.table.run, perf_counter()
        replayed = start
        for run in again(start.config, past):
            replayed = run
            if perf_counter() - since > SLICE:
                await asyncio.sleep(_TICK - SLICE)
                since = perf_counter()
            if self.table.race is not None or self.table.run is not start or start.epoch or start.changes:
                break
        else:
            replayed.take(start.config)  # with the display settings of now
            self.table.run = replayed
        self._past = ""
        self.redraw()

    def _tick(self) -> None:
        now = perf_counter()
        trained = self.table.tick(now - self._ticked)
        self._ticked = now
        if trained:
            self._pacer.wanted = True
        if self._pacer.is_due(now):
            self.redraw()
            self._pacer.drew(now, perf_counter())
        if not self.table.running and not self._pacer.wanted:
            self._training.pause()
            self.redraw()

    # ---- running

    def action_run(self) -> None:
        self._plane.surface = None
        self.table.switch()
        self._go_on()

    def _go_on(self) -> None:
        """Draw a change; training goes on if it is running."""
        if self.table.running:
            self._ticked = perf_counter()
            self._training.resume()
        self.redraw()

    def action_step(self) -> None:
        self.table.step()
        self.redraw()

    def action_reset(self) -> None:
        self.table.begin(self.table.config)
        self.redraw()

    def action_regenerate(self) -> None:
        self.table.regenerate()
        self.redraw()

    def action_speed(self, step: int) -> None:
        self.table.speed = min(max(0, self.table.speed + step), len(SPEEDS) - 1)
        speed = SPEEDS[self.table.speed]
        self.say(f"{speed} epochs a second." if speed else "As many epochs a second as possible.", 3.0)
        self._go_on()

    def action_race(self) -> None:
        self.table.begin(self.table.config, race=self.table.race is None)
        self.redraw()

    def action_flip(self, name: str) -> None:
        self.table.change(name, not value(self.table.config, name))
        self.redraw()

    # ---- drawing data, and the surface

    def action_pen(self) -> None:
        """Start or stop drawing points by hand."""
        plane = self._plane
        plane.surface = None
        if self._exercise is not None:
            self.say(_ITS_OWN)
        elif plane.pen is None:
            plane.pen = Pen(self.table.config.points, self.table.run.data.classes)
            focus_now(plane)
        else:
            plane.pen = None
        self.redraw()

    @on(PlaneView.PointsChanged)
    def _drawn(self) -> None:
        """Train on the drawn points once there are enough; until then, only they are shown."""
        if (pen := self._plane.pen) is not None:
            self.table.change("points", tuple(pen.points) if pen.enough else ())
        self.redraw()

    async def action_surface(self) -> None:
        """Show the loss around the path of training so far, or the network's map again."""
        plane = self._plane
        if plane.surface is not None:
            plane.surface = None
        elif self.table.newest < 1 or self.table.race is not None:
            self.say("There is no path yet; train for some epochs, without a race.")
        else:
            self.table.running = False
            plane.surface = await asyncio.to_thread(loss_surface, self.table.run, _SURFACE_SIDE)
        self.redraw()

    def action_compare(self) -> None:
        """Keep this run to compare with, and begin again in its state; or drop the run before."""
        now, before = self.table, self._compared.past
        if before is None and now.race is None:
            now.running = False
            before, self.table = now, self._table_for(now.config)
            self.table.speed, self.table.unit = now.speed, now.unit
            self.say(
                "Kept. Change something and run: the old map is shown here, and its test loss as a ghost curve.", LONG
            )
        else:
            before = None
        self._compared.past = self._loss.past = before
        self.set_class(before is not None, "-comparing")
        if before is not None:
            focus_now(self._compared)
        elif self.focused is self._compared:
            focus_now(self._settings)
        self.redraw()

    # ---- the network

    @on(Pane.Acted)
    def _acted(self, event: Pane.Acted) -> None:
        match event.pane:
            case LossView():
                self.table.scrub(event.across - event.down)
            case PlaneView():
                self._plane.step_pen(event.across, event.down)
            case NetworkView() if self.has_class("-whole"):
                self.table.move(event.across, event.down)
            case NetworkView():
                # one layer is shown at a time: across its units, then on to the next layer; down: there directly
                column, place = self.table.unit
                last = self.table.columns[column] - 1
                if event.across and 0 <= place + event.across <= last:
                    self.table.move(0, event.across)
                elif event.across:
                    self.table.move(event.across, -place if event.across > 0 else 100)
                else:
                    self.table.move(event.down, 0)
        self.redraw()

    def action_units(self, more: int) -> None:
        if reason := self.table.resize(more):
            self.say(reason)
        self.redraw()

    def action_weights(self) -> None:
        """Go to the weights of the selected unit."""
        focus_now(self._unit.weights)

    # ---- settings and weights

    @on(Adjustable.Stepped)
    def _stepped(self, event: Adjustable.Stepped) -> None:
        if event.sender is self._unit.weights:
            source, now = self._weight(event.name)
            self._edit(source, round(now + event.step * _WEIGHT_STEP, 3))
        else:
            self._take(lambda: self.table.change(event.name, step_in(self.table.config, event.name, event.step)))
        self.redraw()

    def _weight(self, name: str) -> tuple[int | None, float]:
        source = None if name == "bias" else int(name)
        return source, next(weight for _, at, weight in self.table.weights_of() if at == source)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        name = event.option_id or ""
        if event.option_list is self._unit.weights:
            source, now = self._weight(name)
            question = f"{name if source is None else 'weight'}:"
            self.ask(question, f"{now:.3f}", lambda typed: self._typed_weight(source, typed))
        elif name:
            config = self.table.config
            if isinstance(value(config, name), bool):
                self.action_flip(name)
            else:
                take = lambda typed: self._take(lambda: self.table.put(change(self.table.config, name, typed)))  # noqa: E731
                self.ask(f"{name_of(name)}:", value_text(config, name), take)

    def _typed_weight(self, source: int | None, typed: str) -> str:
        try:
            number = float(typed)
        except ValueError:
            number = float("nan")
        if not abs(number) <= 1000:
            return f"A weight cannot be '{typed[:40]}': expected a number from -1000 to 1000."
        return self._edit(source, number)

    def _edit(self, source: int | None, to: float) -> str:
        if self.table.race is not None:
            self.say("In a race all weights are learned; o ends it.")
        else:
            self.table.edit(source, to)
        return ""

    def _take(self, put: Callable[[], None]) -> str:
        """Change the state; returns the problem with the change, or ""."""
        try:
            put()
        except UsageError as error:
            return str(error)
        return ""

    def action_back(self) -> None:
        """Leave the input line, or the weights, or the playground for the screen that opened it."""
        if self._take_line is not None:
            self._close_line()
        elif self.focused is self._unit.weights:
            focus_now(self._network)
        else:
            self._go_back()

    def _go_back(self) -> None:
        if self._leave is not None:
            self.table.running = False
            spawn(self._keep_last())
            self._leave()

    def action_grade(self) -> None:
        """Go back to the exercise, and have this network graded."""
        if self._exercise is not None:
            self._go_back()
            self._exercise.grade()

    async def _keep_last(self) -> None:
        with suppress(StateError):  # the lesson is in front again, and nothing in it is lost
            await asyncio.to_thread(self.keep_last)

    def keep_last(self) -> None:
        """Save the state for the next visit, unless it is saved as an answer. Raises StateError."""
        if self._exercise is None:
            self._states.keep_last(address.write_address(self.table.config), self._past or past_of(self.table.run))

    # ---- files and addresses

    def action_address(self) -> None:
        """Show the state as an address, and offer it to the terminal's clipboard, which may refuse it."""
        written = address.write_address(self.table.config)
        self.app.copy_to_clipboard(written)
        self.say(written, LONG)

    async def action_program(self) -> None:
        """Show the network as Keras code, which is also written to a file."""
        from tuitutor.tui.screens.popups import ProgramScreen

        code = keras_program(self.table.run)
        try:
            where = f"Written to {await asyncio.to_thread(self._states.write_program, code)}"
        except StateError as error:
            where = str(error)
        self.app.push_screen(ProgramScreen(code, look_of(self.app).text(where)))

    def action_save(self) -> None:
        self.ask("save as:", "", self._save)
        spawn(self._say_names("Saved so far: {}. A name that is used again is overwritten."))

    async def _say_names(self, sentence: str) -> None:
        if known := await asyncio.to_thread(self._states.names):
            self.say(sentence.format(", ".join(known)))

    async def _save(self, name: str) -> str:
        try:
            await asyncio.to_thread(self._states.save, name, address.write_address(self.table.config))
        except TuitutorError as error:
            return str(error)
        self.say(f"Saved as {name}; to get it back, press A and type the name.")
        return ""

    def action_open(self) -> None:
        self.say("An address, a CSV file of x, y, label, or the name of a state that was saved.")
        self.ask("open:", "", self._open)
        spawn(self._say_names("Saved: {}."))

    async def _open(self, typed: str) -> str:
        """Go to the state of an address or of a name, or take the points of a file."""
        try:
            if typed.lower().endswith(".csv"):
                if self._exercise is not None:
                    return _ITS_OWN
                classes = self.table.config.problem == "classification"
                read = lambda: read_points(Path(typed).expanduser(), classes=classes)  # noqa: E731  # all of it elsewhere
                self.table.change("points", await asyncio.to_thread(read))
                return ""
            found = typed if "=" in typed or "#" in typed else await asyncio.to_thread(self._states.named, typed)
        except UsageError as error:
            return str(error)
        config, messages = address.parse_address(found)
        for sentence in messages:
            self.say(sentence, LONG)
        task = self._exercise
        self.table.put(config if task is None else address.open_answer(task.challenge.begun, config))
        return ""

    def keys_by_use(self) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        """All keys, as there are few."""
        return play_keys.PLAY_KEYS, ()

    def action_help(self) -> None:
        from tuitutor.tui.screens.popups import HelpPage, HelpScreen

        page = HelpPage(
            play_keys.INTRO, {"Everywhere": (*play_keys.EVERYWHERE, *APP_KEYS), "In its parts": play_keys.IN_PARTS}
        )
        self.app.push_screen(HelpScreen(False, page))


class PlayApp(ThemedApp):
    """Opens a state; `messages` are problems with its address, `past` is how it got to where it was left."""

    CSS_PATH = ["../app.tcss", "../screens/lesson.tcss", "play.tcss"]  # noqa: RUF012  # shared by the screens

    def __init__(
        self, config: Config, settings: Settings, states: States, messages: tuple[str, ...] = (), past: str = ""
    ) -> None:
        super().__init__(settings)
        self._play = PlayScreen(config, states, (*self.key_problems, *messages), past=past)
        self.hand_over = self._play.keep_last

    def get_default_screen(self) -> Screen[None]:
        return self._play
