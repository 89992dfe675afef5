"""The playground's screen: its parts, its keys, and when it draws."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from tuitutor.draw.look import Look
from tuitutor.errors import StateError, TuitutorError, UsageError
from tuitutor.playground import address
from tuitutor.playground.config import Config, change, text, value
from tuitutor.progress.states import States
from tuitutor.tui.flow.pacing import FramePacer
from tuitutor.tui.flow.tasks import spawn
from tuitutor.tui.marks import Marks
from tuitutor.tui.play import keys
from tuitutor.tui.play.adjustable import Adjustable
from tuitutor.tui.play.panes import LossView, NetworkView, Pane, PlaneView, UnitView
from tuitutor.tui.play.settings import listed, meaning_of, name_of
from tuitutor.tui.play.table import SPEEDS, Table, step_in
from tuitutor.tui.repaint import LeanApp
from tuitutor.tui.terminal import line_is_busy
from tuitutor.tui.widgets.focus import focus_now
from tuitutor.tui.widgets.keybar import Entry, KeyBar
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.said import LONG, SECONDS, Said
from tuitutor.tui.widgets.toosmall import TooSmall

WHOLE = (110, 32)  # the least window in which all parts are shown at once
_TICK = 0.02  # seconds between two slices of training
_WEIGHT_STEP = 0.1


class PlayScreen(Screen[None]):
    """One playground. `leave` is what escape does, None where there is nothing to go back to."""

    CSS_PATH = "play.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key.binding() for key in keys.PLAY_KEYS),
        Binding("escape", "back", show=False),
    ]

    def __init__(
        self,
        config: Config,
        marks: Marks,
        states: States,
        messages: tuple[str, ...] = (),
        leave: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.table = Table(config)
        self._marks = marks
        self._states = states
        self._messages = messages
        self._leave = leave
        self._ask: Callable[[str], str] | None = None  # takes what is typed; what is wrong with it, or ""
        self._asked_from: Pane | Adjustable | None = None

    def compose(self) -> ComposeResult:
        table = lambda: self.table  # noqa: E731  # another one may come
        yield SplitLine(id="play-header")
        with Grid(id="play"):
            yield PlaneView(table, id="plane")
            yield NetworkView(table, id="network")
            yield UnitView(table, id="unit")
            with Vertical(id="settings-pane"):
                yield Adjustable(id="settings", markup=False)
                yield Static(id="meaning", markup=False)
            yield LossView(table, id="loss")
        with Horizontal(id="ask"):
            yield Static(id="question", markup=False)
            yield Input(id="answer", compact=True)
        yield Static(id="trouble", markup=False)
        yield Said()
        yield KeyBar(id="play-keys")
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self._pacer = FramePacer(
            lambda: self.app.sent if isinstance(self.app, LeanApp) else 0, line_is_busy, os.environ
        )
        self._ticked = perf_counter()
        self._training = self.set_interval(_TICK, self._tick, pause=True)
        self.watch(self.app, "theme", self.redraw, init=False)
        for sentence in self._messages:
            self.say(sentence, LONG)
        focus_now(self.query_one("#settings", Adjustable))
        self.redraw()

    # ---- drawing

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

    def redraw(self) -> None:
        """Draw all that is seen as it is now."""
        if not self.is_attached:
            return
        self._pacer.wanted = False
        for pane in self.query(Pane):
            pane.refresh()
        self.query_one(UnitView).show()
        look = look_of(self.app)
        settings = self.query_one("#settings", Adjustable)
        settings.fill(listed(self.table.config, settings.content_size.width or 30, look))
        self._show_lines(look)

    def _show_lines(self, look: Look) -> None:
        table = self.table
        train, test = table.loss_at()
        speed = f"{SPEEDS[table.speed]}/s" if SPEEDS[table.speed] else "full speed"
        state = f"running {speed}" if table.running else "paused"
        if table.run.diverged is not None and table.race is None:
            state = "diverged"
        back = f" of {table.newest:,}" if table.at is not None else ""
        losses = "" if table.race is not None else f"train {train:.3f}   test {test:.3f}   "
        right = Text.assemble(
            (f"epoch {table.epoch:,}{back}   ", "bold"), look.text(losses), (state, look.style("quiet"))
        )
        word = Text.assemble((f"{self._marks.word} ", look.style("train")), ("playground", "bold"))
        short = Text(self._marks.word, look.style("train"))
        self.query_one("#play-header", SplitLine).show(right, word, short)
        self.query_one("#play-keys", KeyBar).show(self._entries())
        titles = {
            "plane": "what it says",
            "loss": "race of optimizers, training loss" if table.race else "loss",
            "network": "network",
            "unit": table.unit_title(),
            "settings-pane": "settings",
        }
        for part, title in titles.items():
            self.query_one(f"#{part}").border_title = look.text(title if self.has_class("-whole") else f" {title} ")
        self._show_words(look)

    def _show_words(self, look: Look) -> None:
        """What the chosen setting means; and what went wrong, why, and what to do."""
        chosen = self.query_one("#settings", Adjustable).chosen
        meaning = look.text(meaning_of(chosen)) if chosen else ""
        self.query_one("#meaning", Static).update(Text(meaning, style=look.style("quiet")))
        trouble = self.table.run.diverged if self.table.race is None else None
        self.set_class(trouble is not None, "-diverged")
        self.query_one("#trouble", Static).update(Text(look.text(str(trouble or "")), style=look.style("bad")))

    def _entries(self) -> tuple[Entry, ...]:
        hidden = self.table.config.hidden
        run = ("pause" if self.table.running else "run") if "playButton" not in hidden else ""
        entries = [(keys.RUN, run), (keys.STEP, "step" if "stepButton" not in hidden else "")]
        entries += [(keys.RESET, "reset" if "resetButton" not in hidden else ""), (keys.FRESH, "new data")]
        bar = [
            ("space" if key is keys.RUN else key.shown, label, f"screen.{key.action}")
            for key, label in entries
            if label
        ]
        match self.focused:
            case NetworkView():
                bar[2:2] = [("enter", "weights", "screen.weights"), ("+ -", "units", "screen.units(1)")]
            case LossView():
                bar[2:2] = [("← →", "epochs", "")]
            case Adjustable():
                bar[2:2] = [("← →", "change", ""), ("enter", "type", "")]
        if self._leave is not None:
            bar.insert(1, ("esc", "lesson", "screen.back"))
        bar += [("tab", "next part", "app.focus_next"), ("?", "keys", "screen.help"), ("^q", "quit", "app.quit")]
        look = look_of(self.app)
        return tuple((look.text(key), label, action) for key, label, action in bar)

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Speak to the learner: a sentence that stays for so long."""
        self.query_one(Said).say(sentence, seconds)

    # ---- running

    def action_run(self) -> None:
        self.table.switch()
        self._go_on()

    def _go_on(self) -> None:
        """Something changed that is to be seen; training goes on if it runs."""
        if self.table.running:
            self._ticked = perf_counter()
            self._training.resume()
        self.redraw()

    def action_step(self) -> None:
        self.table.step()
        self.redraw()

    def action_reset(self) -> None:
        self.table.reset()
        self.redraw()

    def action_regenerate(self) -> None:
        self.table.regenerate()
        self.redraw()

    def action_speed(self, step: int) -> None:
        self.table.speed = min(max(0, self.table.speed + step), len(SPEEDS) - 1)
        speed = SPEEDS[self.table.speed]
        self.say(f"{speed} epochs a second." if speed else "As many epochs a second as there can be.", 3.0)
        self._go_on()

    def action_race(self) -> None:
        self.table.switch_race()
        self.redraw()

    def action_flip(self, name: str) -> None:
        self.table.change(name, not value(self.table.config, name))
        self.redraw()

    # ---- the network

    @on(Pane.Acted)
    def _acted(self, event: Pane.Acted) -> None:
        match event.pane:
            case LossView():
                self.table.scrub(event.across - event.down)
            case NetworkView() as network if network.whole:
                self.table.move(event.across, event.down)
            case NetworkView():
                self._walk(event.across, event.down)
        self.redraw()

    def _walk(self, across: int, down: int) -> None:
        """Where one layer is seen at a time: across its units, from the last to the next layer; down: there at once."""
        column, place = self.table.unit
        last = self.table.columns[column] - 1
        if across and 0 <= place + across <= last:
            self.table.move(0, across)
        elif across:
            self.table.move(across, -place if across > 0 else 100)
        else:
            self.table.move(down, 0)

    def action_units(self, more: int) -> None:
        if refused := self.table.resize(more):
            self.say(refused)
        self.redraw()

    def action_weights(self) -> None:
        """To what goes into the unit that is looked at."""
        focus_now(self.query_one("#weights", Adjustable))

    # ---- settings and weights

    @on(Adjustable.Stepped)
    def _stepped(self, event: Adjustable.Stepped) -> None:
        if event.sender.id == "weights":
            source, now = self._weight(event.name)
            self.table.edit(source, round(now + event.step * _WEIGHT_STEP, 3))
        else:
            self._take(lambda: self.table.change(event.name, step_in(self.table.config, event.name, event.step)))
        self.redraw()

    def _weight(self, name: str) -> tuple[int | None, float]:
        source = None if name == "bias" else int(name)
        return source, next(now for _, each, now in self.table.weights_of() if each == source)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        name = event.option_id or ""
        if event.option_list.id == "weights":
            source, now = self._weight(name)
            self.ask(
                f"{name if source is None else 'weight'}:",
                f"{now:.3f}",
                lambda typed: self._typed_weight(source, typed),
            )
        elif name:
            config = self.table.config
            if isinstance(value(config, name), bool):
                self.action_flip(name)
            else:
                self.ask(f"{name_of(name)}:", text(config, name), lambda typed: self._typed(name, typed))

    def _typed(self, name: str, typed: str) -> str:
        return self._take(lambda: self.table.put(change(self.table.config, name, typed)))

    def _typed_weight(self, source: int | None, typed: str) -> str:
        try:
            number = float(typed)
        except ValueError:
            number = float("nan")
        if not abs(number) <= 1000:
            return f"A weight cannot be '{typed[:40]}': expected a number from -1000 to 1000."
        self.table.edit(source, number)
        return ""

    def _take(self, put: Callable[[], None]) -> str:
        """Change the state; what is wrong with that, or ""."""
        try:
            put()
        except UsageError as error:
            return str(error)
        return ""

    @on(OptionList.OptionHighlighted, "#settings")
    def _moved(self) -> None:
        self._show_words(look_of(self.app))

    # ---- a line to type in

    def ask(self, question: str, answer: str, take: Callable[[str], str]) -> None:
        """Open a line with something in it. `take` gets what was typed, and says what is wrong with it, or ""."""
        self._ask = take
        self._asked_from = self.focused if isinstance(self.focused, Pane | Adjustable) else None
        self.add_class("-asking")
        self.query_one("#question", Static).update(look_of(self.app).text(question))
        line = self.query_one(Input)
        line.value = answer
        line.select_all()
        focus_now(line)

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        wrong = self._ask(event.value.strip()) if self._ask else ""
        if wrong:
            self.say(wrong, LONG)
        else:
            self._end_asking()

    def _end_asking(self) -> None:
        self._ask = None
        self.remove_class("-asking")
        focus_now(self._asked_from or self.query_one("#settings", Adjustable))
        self.redraw()

    def action_back(self) -> None:
        """Out of the line, out of the weights, or back to where the playground was opened from."""
        if self._ask is not None:
            self._end_asking()
        elif isinstance(self.focused, Adjustable) and self.focused.id == "weights":
            focus_now(self.query_one(NetworkView))
        elif self._leave is not None:
            self.table.running = False
            spawn(self._keep_last())
            self._leave()

    async def _keep_last(self) -> None:
        with suppress(StateError):  # the lesson is in front again, and nothing of it is lost
            await asyncio.to_thread(self.keep_last)

    def keep_last(self) -> None:
        """Keep the state for who comes back. Raises StateError."""
        self._states.keep_last(address.write(self.table.config))

    # ---- what else there is

    def action_address(self) -> None:
        """Show the state as an address, and offer it to the terminal's clipboard, which may not take it."""
        written = address.write(self.table.config)
        self.app.copy_to_clipboard(written)
        self.say(written, LONG)

    def action_save(self) -> None:
        known = self._states.names()
        if known:
            self.say(f"There are {', '.join(known)}; a name that is there is written again.")
        self.ask("save as:", "", self._save)

    def _save(self, name: str) -> str:
        try:
            self._states.save(name, address.write(self.table.config))
        except TuitutorError as error:
            return str(error)
        self.say(f"Saved as {name}; A and its name bring it back.")
        return ""

    def action_open(self) -> None:
        known = self._states.names()
        self.say(f"An address{', or ' + ', '.join(known) if known else ''}.")
        self.ask("open:", "", self._open)

    def _open(self, typed: str) -> str:
        """Go to the state of an address, or of a name."""
        try:
            found = typed if "=" in typed or "#" in typed else self._states.named(typed)
        except UsageError as error:
            return str(error)
        config, messages = address.parse(found)
        for sentence in messages:
            self.say(sentence, LONG)
        self.table.put(config)
        return ""

    def action_help(self) -> None:
        from tuitutor.tui.screens.help import HelpScreen, Page

        self.app.push_screen(HelpScreen(False, Page(keys.INTRO, keys.PLAY_KEYS, keys.MORE)))

    # ---- its size, and what has the focus

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.query_one(TooSmall).applies(event.size), "-small")
        whole = event.size.width >= WHOLE[0] and event.size.height >= WHOLE[1]
        self.set_class(whole, "-whole")
        # the grid is filled in this order: under the network, or in place of it
        grid, unit = self.query_one("#play"), self.query_one("#unit")
        if whole:
            grid.move_child(unit, after=self.query_one("#loss"))
        else:
            grid.move_child(unit, before=self.query_one("#settings-pane"))
        self.call_after_refresh(self.redraw)

    def on_descendant_focus(self) -> None:
        parts = {"network": NetworkView, "unit": UnitView, "settings-pane": Adjustable}
        within = {each.id for each in (self.focused.ancestors_with_self if self.focused else ())}
        if part := next((part for part in ("unit", "network", "settings-pane") if part in within), ""):
            for each in parts:
                self.set_class(each == part, f"-at-{each}")
        self._show_lines(look_of(self.app))
