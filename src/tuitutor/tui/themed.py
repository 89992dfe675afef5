"""The base of the apps: the theme (chosen, or fitting the terminal's background), signals and bugs."""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, Protocol, cast, runtime_checkable

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, SearchIcon
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.system_commands import SystemCommandsProvider
from textual.widget import Widget
from textual.widgets import Input

from tuitutor.config.settings import Settings
from tuitutor.config.values import THEMES
from tuitutor.tui import keys
from tuitutor.tui.themes import DEFAULT, themes
from tuitutor.tui.tty import is_light, lasting_terminal, listening
from tuitutor.tui.turns import Turns
from tuitutor.tui.widgets.looks import LookApp

_TERMINAL_SECONDS = 1.0  # between two looks at whether the terminal is still there
_INPUT = (events.Key, events.Paste, events.MouseDown, events.MouseUp)
LEAVE_SECONDS = 30.0  # the disk and the worker's processes have their own limits, which are much shorter


class InOrder(SystemCommandsProvider):
    """Lists the commands in the app's order, not by their letters, and as they are: brackets are no markup."""

    async def discover(self) -> Hits:
        for name, about, callback, discover in self.app.get_system_commands(self.screen):
            if discover:
                yield DiscoveryHit(Content(name), callback, text=name, help=_without_markup(about))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, about, callback, _ in self.app.get_system_commands(self.screen):
            score, found = matcher.fuzzy_search.match(query, name)
            if score > 0:
                shown = Content(name)
                for at in found:
                    shown = shown.stylize(matcher.match_style, at, at + (not name[at].isspace()))
                yield Hit(score, shown, callback, text=name, help=_without_markup(about))


def _without_markup(text: str) -> str:
    """A text in which Textual finds no markup. It declares a string here, and takes the content made of one, too."""
    return cast("str", Content(text))


class QuietPalette(CommandPalette):
    """The palette with a cursor that doesn't blink, since that sends bytes on a slow line, and without an emoji."""

    DEFAULT_CSS = """
    QuietPalette #--input { border: round $border-blurred; }
    QuietPalette #--input.--list-visible { border: round $border-blurred; }
    QuietPalette CommandList { border-bottom: none; }
    QuietPalette CommandList > .option-list--option-highlighted { background: $primary 20%; }
    QuietPalette > .command-palette--help-text { color: $foreground; text-style: not bold; }
    QuietPalette SearchIcon { margin-top: 0; color: $quiet; }
    QuietPalette CommandInput, QuietPalette CommandInput:focus { border: none; height: 1; }
    """

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.query_one(SearchIcon).icon = ">"


class WholeCells(ScrollBarRender):
    """Bars of whole cells: the usual ones end in partial blocks, which only Unicode has."""

    VERTICAL_BARS = [" "] * 8  # declared by Textual
    HORIZONTAL_BARS = [" "] * 8  # this too


@runtime_checkable
class HasKeys(Protocol):
    """A screen with keys that the palette lists."""

    def keys_by_use(self) -> tuple[tuple[keys.Key, ...], tuple[keys.Key, ...]]:
        """The keys that do something now, the most useful first, and the others."""
        ...


def command_of(key: keys.Key, screen: Screen[object]) -> SystemCommand:
    """The command of a key."""
    from tuitutor.tui.own_keys import help_of

    action = f"in_editor('{key.action}')" if key in keys.EDITOR_KEYS else key.action
    return SystemCommand(f"{key.label} ({key.named})", help_of(key), partial(screen.run_action, action))


class ThemedApp(LookApp, inherit_bindings=False):
    """Draws with the settings' theme and glyphs, and quits cleanly on SIGHUP and SIGTERM.

    Keys, clicks and pastes take `turns`, together with anything else that must not overtake them.
    """

    TITLE = "tuitutor"
    COMMANDS = {InOrder}  # noqa: RUF012  # Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key.binding() for key in keys.APP_KEYS),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        changed: dict[keys.Key, str] = {}
        self.key_problems: tuple[str, ...] = ()
        if settings.keys:
            from tuitutor.tui.own_keys import read_keys

            changed, self.key_problems = read_keys(settings.keys)
        keys.change_keys(changed)
        if changed:
            self.set_keymap(keys.keymap())
        self.turns = Turns(self)
        # private to Textual; both would be styled and laid out with every screen, though nothing here has a tooltip
        self._disable_tooltips = self._disable_notifications = True
        self.animation_level = "none"  # animated scrolling sends every line in between over the network
        self.glyphs = settings.glyphs or "full"
        self.take_settings(settings)
        ScrollBar.renderer = ScrollBarRender if self.glyphs == "full" else WholeCells  # in the whole process
        for theme in themes(indexed=self.colours == "256").values():
            self.register_theme(theme)
        sixteen = self.no_color or (self.colours == "standard" and not settings.theme)
        chosen = "16" if sixteen else settings.theme
        self._ground_decides = not chosen  # only until the first paint: colours mustn't change while someone reads
        self.theme = chosen or DEFAULT
        self.stylesheet.set_variables(self.get_css_variables())
        self.leaving: Callable[[], object] = lambda: None  # called when the learner quits
        self.hand_over: Callable[[], object] = lambda: None  # called at every end: saves the last edits

    def take_settings(self, settings: Settings) -> None:
        """Draw and edit as these settings say, except for glyphs, keys and theme."""
        self.closes_brackets, self.shapes = settings.close_brackets, settings.maps == "shapes"
        self.watch_theme()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        # Textual first reads the stylesheets with its own theme
        return {"quiet": "#949494", "ghost": "#808080", "dialog": "#1c1c1c"}

    def refresh_css(self, animate: bool = True) -> None:
        # Textual calls this once after the start, which would read all stylesheets again for nothing
        if getattr(self.stylesheet, "_variables", None) != self.get_css_variables():  # private to Textual
            super().refresh_css(animate)

    def forget_the_gone(self) -> None:
        """Release closed widgets that watched the theme, and their cached lines.

        Textual keeps the widgets, and so their screens, until the theme changes. It keeps lines, and regions of the
        screen, in caches of methods, for the last thousands of calls. All are private to Textual: in a version that
        keeps them elsewhere, they stay.
        """
        screen = self.screen_stack[-1] if self.screen_stack else None  # there is none while the app closes
        for kind in (type(getattr(screen, "_styles_cache", None)), Strip, Region):
            for name in vars(kind):
                getattr(getattr(kind, name, None), "cache_clear", lambda: None)()
        for watchers in getattr(self, "__watchers", {}).values():
            watchers[:] = [(node, callback) for node, callback in watchers if not getattr(node, "_closing", False)]

    def take_ground(self, colour: str) -> None:
        """Take the terminal's background colour, as OSC 11 spells it."""
        if self._ground_decides and is_light(colour):
            self.theme = "light"

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._task_failed)
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, partial(self.call_later, self.turns.take, self.action_quit))
        if os.isatty(0):
            self.set_interval(_TERMINAL_SECONDS, self._quit_without_terminal)

    async def on_event(self, event: events.Event) -> None:
        # one that was forwarded comes by again when it bubbles; the moves of a mouse are many, and change nothing
        if isinstance(event, _INPUT) and not event.is_forwarded:
            await self.turns.take(partial(self.take_input, event))
        else:
            await super().on_event(event)

    async def take_input(self, event: events.Event) -> None:
        """Process a key, a click or a paste, once the input before it has taken effect."""
        if self.screen_stack:  # there is none while the app closes
            await super().on_event(event)

    async def _quit_without_terminal(self) -> None:
        # the kernel sends SIGHUP only to the leader of the session, which may be a `make run` that waits for the app
        if not os.isatty(0):
            await self.turns.take(self.action_quit)

    def on_ready(self) -> None:
        self._ground_decides = False
        gc.freeze()  # the modules, which stay, needn't be scanned again
        gc.enable()

    def notify(self, message: str, **how: Any) -> None:
        """Show a message of Textual's own, such as how to quit, after ctrl+c: only now is there a place for it."""
        self._disable_notifications = False
        place: list[Widget] = []
        getattr(self.screen, "_extend_compose", place.extend)(place)  # private to Textual
        self.screen.mount_all(widget for widget in place if not self.screen.query(f"#{widget.id}"))
        super().notify(message, **how)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The keys that do something now; the app's own commands and quitting; the other keys; places; themes."""
        now, later = screen.keys_by_use() if isinstance(screen, HasKeys) else ((), ())
        for key in now:
            yield command_of(key, screen)
        yield from self.own_commands(screen)
        for key in (keys.QUIT, *later):
            yield command_of(key, screen)
        yield from self.places(screen)
        for name in THEMES:
            yield SystemCommand(f"Theme: {name}", "Change the colours", partial(self.choose_theme, name))

    def own_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        """Commands without a key."""
        yield from ()

    def places(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        """Commands that each open another place."""
        yield from ()

    async def choose_theme(self, name: str) -> None:
        """Change the colours."""
        self.theme = name

    async def action_quit(self) -> None:
        """Quit."""
        self.leaving()
        self.exit()

    def action_command_palette(self) -> None:
        """Open the palette, a list of all commands by name."""
        if not CommandPalette.is_open(self):  # type: ignore[arg-type]
            self.push_screen(QuietPalette(id="--command-palette"))

    def _task_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error, handle = context.get("exception"), getattr(self, "_handle_exception", None)  # private to Textual
        if isinstance(error, Exception) and handle is not None:
            handle(error)
        else:
            loop.default_exception_handler(context)

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables; `run_until_quit` raises the error for the caller to log
        self.panic()


def run_until_quit(app: ThemedApp) -> None:
    """Return when the learner quits. If a bug ended the app, raises it once the screen is restored.

    If the process hasn't ended LEAVE_SECONDS after the learner quit, it is killed, whatever holds it up: a process that
    outlives its terminal stays on a login node forever, and by then the last edits have been saved or never will be.
    """
    faulthandler.cancel_dump_traceback_later()  # set by an earlier app in the same process
    nowhere = os.open(os.devnull, os.O_WRONLY)
    app.leaving = partial(faulthandler.dump_traceback_later, LEAVE_SECONDS, exit=True, file=nowhere)
    try:
        with lasting_terminal(), listening(partial(app.call_later, app.take_ground)):
            app.run()
    finally:
        app.hand_over()
    error = getattr(app, "_exception", None)  # private to Textual
    if error is not None:
        raise error
