"""The playground's screen without its keys: its parts, what they show, and the input line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from tuitutor.draw.look import Look
from tuitutor.playground.address import as_answer, open_answer
from tuitutor.playground.playground_state import OPTIMIZERS, SETTINGS, Config
from tuitutor.progress.states import States
from tuitutor.tui import keys, play_keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.play.adjustable import Adjustable, list_settings
from tuitutor.tui.play.panes import LossView, NetworkView, Pane, PastView, Pen, PlaneView, UnitView
from tuitutor.tui.play.table import SPEEDS, Table
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import Task
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import LONG, Entry, KeyBar, MessageBar, SplitLine, TooSmall

Take = Callable[[str], str | Awaitable[str]]
"""Takes a typed line, and returns the problem with it, or ""."""

WHOLE = (110, 32)  # the smallest window that shows all parts at once


class PlayPage(Screen[None]):
    """One playground. `leave` is what escape does, None if there is nothing to go back to; `task` is an exercise's.

    `past` is how the state got to where it was left.
    """

    CSS_PATH = "play.tcss"

    def __init__(
        self,
        config: Config,
        states: States,
        messages: tuple[str, ...] = (),
        leave: Callable[[], object] | None = None,
        task: Task | None = None,
        past: str = "",
    ) -> None:
        super().__init__()
        self._past = past
        self._exercise = task
        self.table = self._table_for(config)
        self._states = states
        self._messages = messages
        self._leave = leave
        table = lambda: self.table  # noqa: E731  # another one may come
        self._plane = PlaneView(table, id="plane")
        self._network = NetworkView(table, id="network")
        self._compared = PastView(table, id="kept")
        self._unit = UnitView(table, id="unit")
        self._settings = Adjustable(id="settings", markup=False)
        self._loss = LossView(table, id="loss")
        self._texts: dict[str, Text] = {}
        self._sentences = MessageBar()
        self.say = self._sentences.say
        self._answer = ""  # to the exercise
        self._take_line: Take | None = None  # for the input line, while it is open
        self._focus_before: Pane | Adjustable | None = None

    def _table_for(self, config: Config) -> Table:
        """A new table, for the exercise if there is one."""
        task = self._exercise
        if task is None:
            return Table(config)
        return Table(open_answer(task.challenge.begun, config), task.challenge.epochs)

    def compose(self) -> ComposeResult:
        with Vertical(id="head"):
            yield SplitLine(id="play-header")
            yield Static(id="task", markup=False)
        with Grid(id="play"):
            yield self._plane
            yield self._network
            yield self._compared
            yield self._unit
            with Vertical(id="settings-pane"):
                yield self._settings
                yield Static(id="meaning", markup=False)
            yield self._loss
        with Vertical(id="foot"):  # one below the other, so that no message covers the input line
            yield Static(id="problem", markup=False)
            yield self._sentences
            with Horizontal(id="ask"):
                yield Static(id="question", markup=False)
                yield Input(id="answer", compact=True)
            yield KeyBar(id="play-keys")
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        for sentence in self._messages:
            self.say(sentence, LONG)
        self.set_class(self._exercise is not None, "-task")
        focus_now(self._settings)
        self.redraw()

    # ---- drawing

    def redraw(self) -> None:
        """Draw everything visible as it is now."""
        if not self.is_attached:
            return
        if self._plane.pen is not None and self._plane.pen.classes != self.table.run.data.classes:
            self._plane.pen = None
        for pane in self.query(Pane):
            pane.refresh()
        self._unit.show()
        look = look_of(self.app)
        self._settings.fill(list_settings(self.table.config, self._settings.content_size.width or 30, look))
        self._show_lines(look)
        if self._exercise is not None:
            task = self._exercise.challenge
            words = " · ".join(f"{name} {goal}" for name, goal in task.rules())
            self._write("#task", Text(look.text(f"To pass: {words}"), style=look.style("quiet")))
            answer = as_answer(task.begun, self.table.config)
            if answer != self._answer:
                if self._answer:
                    self._exercise.take(answer)
                self._answer = answer

    follow_theme = redraw

    def _show_lines(self, look: Look) -> None:
        table, compared = self.table, self._compared.past
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
        word = Text.assemble((f"{look.marks.word} ", look.style("train")), ("playground", "bold"))
        short = Text(look.marks.word, look.style("train"))
        self.query_one("#play-header", SplitLine).show(right, word, short)
        self.query_one(KeyBar).show(self._entries())
        titles = {
            "plane": self._plane_title(),
            "loss": "race, training loss" if table.race else "loss",
            "network": "network",
            "kept": "kept" if compared is None else f"kept: epoch {compared.epoch:,}, test {compared.loss_at()[1]:.3f}",
            "unit": table.unit_title(),
            "settings-pane": "settings",
        }
        for part, title in titles.items():
            drawn = look.text(title if self.has_class("-whole") else f" {title} ")
            if (pane := self.query_one(f"#{part}")).border_title != drawn:
                pane.border_title = drawn
        self._show_words()

    def _plane_title(self) -> str:
        if self._plane.surface is not None:
            return "loss around the path"
        if self.table.race is not None:
            return f"what {OPTIMIZERS[self.table.leader]} says"
        return "what it says" if self._plane.pen is None else f"{len(self._plane.pen.points)} points drawn"

    @on(OptionList.OptionHighlighted, "#settings")
    def _show_words(self) -> None:
        """Explain the chosen setting and, if training diverged, why and what to do."""
        look, chosen = look_of(self.app), self._settings.chosen
        setting = SETTINGS[chosen] if chosen else None
        meaning = "" if setting is None else f"{chosen}: {setting.words} ({setting.kind.range})"
        self._write("#meaning", Text(look.text(meaning), style=look.style("quiet")))
        problem = self.table.run.diverged if self.table.race is None else None
        self.set_class(problem is not None, "-diverged")
        self._write("#problem", Text(look.text(str(problem or "")), style=look.style("bad")))

    def _write(self, where: str, text: Text) -> None:
        """Show another text there; updating it with the same one would redo the whole layout."""
        text = Text.assemble(text)  # or another theme's would be the same
        if self._texts.get(where) != text:
            self._texts[where] = text
            self.query_one(where, Static).update(text)

    def _entries(self) -> tuple[Entry, ...]:
        hidden = self.table.config.hidden
        bar: list[Entry] = []
        if "playButton" not in hidden:
            bar.append((play_keys.RUN.named, "pause" if self.table.running else "run", "screen.run"))
        if self._exercise is not None:
            bar.append((play_keys.GRADE.named, "grade", f"screen.{play_keys.GRADE.action}"))
        if self._leave is not None:
            bar.append(("esc", "lesson", "screen.back"))
        match self.focused:
            case NetworkView():
                units = f"{play_keys.MORE_UNITS.named} {play_keys.FEWER_UNITS.named}"
                bar += [("enter", "weights", "screen.weights"), (units, "units", "screen.units(1)")]
            case PlaneView(pen=Pen()):
                bar += [("1 2", "set", "put(1)"), ("x", "take", "take"), (play_keys.PEN.named, "done", "screen.pen")]
            case LossView():
                bar.append(("← →", "epochs", ""))
            case Adjustable():
                bar += [("← →", "change", ""), ("enter", "type", "")]
        bar.append(("tab", "next part", "app.focus_next"))
        bar += [
            (key.named, key.label, f"screen.{key.action}")
            for key, button in ((play_keys.STEP, "stepButton"), (play_keys.RESET, "resetButton"), (play_keys.FRESH, ""))
            if button not in hidden
        ]
        bar += [play_keys.HELP.entry("help"), keys.PALETTE.entry("more")]
        return tuple(bar)

    # ---- the input line

    def ask(self, question: str, answer: str, take: Take) -> None:
        """Open the input line with `answer` in it. `take` gets the typed line, and returns the problem."""
        self._take_line = take
        self._focus_before = self.focused if isinstance(self.focused, Pane | Adjustable) else None
        self.add_class("-asking")
        self.query_one("#question", Static).update(look_of(self.app).text(question))
        line = self.query_one(Input)
        line.value = answer
        line.select_all()
        focus_now(line)

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        if self._take_line is not None:
            spawn(self._try(self._take_line, event.value.strip()))

    async def _try(self, take: Take, typed: str) -> None:
        """Take a typed line. The disk may hang meanwhile, and esc goes back."""
        reply = take(typed)
        wrong = reply if isinstance(reply, str) else await reply
        if wrong:
            self.say(wrong, LONG)
        elif self._take_line is take:
            self._close_line()

    def _close_line(self) -> None:
        self._take_line = None
        self.remove_class("-asking")
        focus_now(self._focus_before or self._settings)
        self.redraw()

    # ---- its size, and the focus

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.query_one(TooSmall).applies(event.size), "-small")
        whole = event.size.width >= WHOLE[0] and event.size.height >= WHOLE[1]
        self.set_class(whole, "-whole")
        # the grid is filled in order, so this puts the unit below the network, or in its place
        if whole:
            self.query_one(Grid).move_child(self._unit, after=self._loss)
        else:
            self.query_one(Grid).move_child(self._unit, before=self.query_one("#settings-pane"))
        self.call_after_refresh(self.redraw)

    def on_descendant_focus(self) -> None:
        parts = ("unit", "network", "kept", "settings-pane")
        within = {widget.id for widget in (self.focused.ancestors_with_self if self.focused else ())}
        if focused := next((part for part in parts if part in within), ""):
            for part in parts:
                self.set_class(part == focused, f"-at-{part}")
        self._show_lines(look_of(self.app))
