"""The runs of a folder by themselves, without a course."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from tuitutor.assist.reference import Reference
from tuitutor.config.settings import Settings
from tuitutor.config.values import THEMES
from tuitutor.runs.known_runs import RunsOfFolder
from tuitutor.tui import keys
from tuitutor.tui.keymap import help_of
from tuitutor.tui.screens.runs_on_board import RunsScreen
from tuitutor.tui.themed import ThemedApp


class RunsApp(ThemedApp):
    """Opens the board over the runs of a folder."""

    CSS_PATH = ["app.tcss", "screens/lesson.tcss"]  # noqa: RUF012  # what screens share is in these

    def __init__(self, folder: RunsOfFolder, reference: Reference | None, settings: Settings) -> None:
        super().__init__(settings)
        self._board = RunsScreen(folder, reference)

    def on_mount(self) -> None:
        self.push_screen(self._board, lambda _: self.exit())

    def on_ready(self) -> None:
        for problem in self.key_problems[:1]:
            self._board.say(problem)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that has a key, the themes, and quitting."""
        for key in self._board.source.offers:
            yield SystemCommand(f"{key.label} ({key.shown})", help_of(key), partial(screen.run_action, key.action))
        for name in THEMES:
            yield SystemCommand(f"Theme: {name}", "Change the colours for now", partial(setattr, self, "theme", name))
        yield SystemCommand(f"Quit ({keys.QUIT.shown})", "Leave", self.action_quit)

    async def action_quit(self) -> None:
        """Quit."""
        self.leaving()
        self.exit()
