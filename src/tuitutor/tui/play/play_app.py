"""The playground by itself, without a course."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from tuitutor.config.settings import Settings
from tuitutor.config.values import THEMES
from tuitutor.playground.config import Config
from tuitutor.progress.states import States
from tuitutor.tui import keys
from tuitutor.tui.keymap import help_of
from tuitutor.tui.play.play_keys import PLAY_KEYS
from tuitutor.tui.play.screen import PlayScreen
from tuitutor.tui.themed import ThemedApp


class PlayApp(ThemedApp):
    """Opens a state; `messages` are problems with its address, `past` is how it got to where it was left."""

    CSS_PATH = ["../app.tcss", "../screens/lesson.tcss", "play.tcss"]  # noqa: RUF012  # what screens share is in these

    def __init__(
        self, config: Config, settings: Settings, states: States, messages: tuple[str, ...] = (), past: str = ""
    ) -> None:
        super().__init__(settings)
        self._make = partial(PlayScreen, config, self.marks, states, (*self.key_problems, *messages), past=past)
        self._play: PlayScreen | None = None

    def get_default_screen(self) -> Screen[None]:
        self._play = self._make()
        return self._play

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that has a key, the themes, and quitting."""
        for key in PLAY_KEYS:
            if key.help:
                yield SystemCommand(f"{key.label} ({key.shown})", help_of(key), partial(screen.run_action, key.action))
        for name in THEMES:
            yield SystemCommand(f"Theme: {name}", "Change the colours for now", partial(setattr, self, "theme", name))
        yield SystemCommand(f"Quit ({keys.QUIT.shown})", "Leave; the state is kept", self.action_quit)

    async def action_quit(self) -> None:
        """Quit."""
        self.leaving()
        self.exit()

    def hand_over(self) -> None:
        """Save the state. Raises StateError."""
        if self._play is not None:
            self._play.keep_last()
