"""The runs of a folder on the board, which follows those that go on; and an app that shows only them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace
from textual.app import SystemCommand
from textual.screen import Screen

from tuitutor.assist.reference import Reference
from tuitutor.config.settings import Settings
from tuitutor.config.values import from_home
from tuitutor.draw.experiment_table import experiments_of_runs, metrics_of_runs, runs_shown_first, tell_begin, tell_end
from tuitutor.draw.overlay import PlottedMetric
from tuitutor.engine.differences import Differences, no_name
from tuitutor.engine.experiments import Experiment
from tuitutor.spelling import counted
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.screens.compare import Version
from tuitutor.tui.screens.experiment_board import BoardScreen, BoardSource
from tuitutor.tui.themed import ThemedApp
from tuitutor.watch.advice_on_runs import advise_on_run
from tuitutor.watch.known_runs import KnownRun, RunsOfFolder, compare_runs

_LOOK_SECONDS = 2.0  # between two looks at the files of runs
_SHARE = 0.1  # of the time that looking may take, at most


class RunsOnBoard(BoardSource):
    """The `runs` of a folder as a source of the board; names are kept beside their files."""

    noun = "run"
    none = "Looking for runs of this folder ..."
    intro = (
        "The runs of this folder, as tuitutor watch records them. Columns show what differs between their scripts and "
        "arguments; the best value is in green. Runs that go on grow as you look."
    )
    offers: Sequence[keys.Key] = keys.RUN_KEYS
    before: Sequence[Version] = ()
    after: Sequence[Version] = ()

    def __init__(self, folder: RunsOfFolder, reference: Reference | None) -> None:
        self.title = from_home(folder.folder, os.environ.get("HOME", ""))
        self.runs: tuple[KnownRun, ...] = ()
        self._folder, self._reference = folder, reference

    def take(self, runs: tuple[KnownRun, ...]) -> bool:
        """Take the runs as they are now; whether there is anything new."""
        none = (
            "No run of this folder is recorded yet. tuitutor watch train.py runs a script and records it, and a job "
            "does so with tuitutor watch --record train.py; they appear here."
        )
        news = runs != self.runs or none != self.none
        self.runs, self.none = runs, none
        return news

    def experiments(self, drawn: PlottedMetric | None) -> Sequence[Experiment]:
        return experiments_of_runs(self.runs, drawn)

    def first_drawn(self, found: Sequence[PlottedMetric]) -> PlottedMetric | None:
        return next(iter(metrics_of_runs(found)), None)

    def first_shown(self) -> Sequence[int]:
        return runs_shown_first(self.runs)

    def compare(self, experiments: Sequence[Experiment], among: Collection[int]) -> Differences:
        return compare_runs(self.runs, self._reference.argument if self._reference else no_name, among)

    def sum_up(self, experiments: Sequence[Experiment]) -> str:
        going = sum(run.state.name == "running" for run in self.runs)
        known = counted(len(self.runs), "run")
        return f"{known}, {going} going on" if going else known if self.runs else ""

    def describe(self, experiment: Experiment) -> str:
        """What was run, how that stands, and the coach's advice."""
        run = self._run(experiment)
        advice = advise_on_run(run.shown, run.notes, goes_on=not run.state.is_over)
        said = [f"{tell_begin(run.head, time.time())}.", tell_end(run)]
        return " ".join([*said, *(each.told for each in advice)])

    def name(self, experiment: Experiment, name: str) -> None:
        named = self._run(experiment)
        called = self._folder.name(named, name)
        self.runs = tuple(replace(run, called=called) if run is named else run for run in self.runs)

    def _run(self, experiment: Experiment) -> KnownRun:
        return next(run for run in self.runs if run.name == experiment.key)


class RunsScreen(BoardScreen):
    """The board over the runs of a folder; reads on while it is open."""

    def __init__(self, folder: RunsOfFolder, reference: Reference | None) -> None:
        self._folder, self._listed = folder, RunsOnBoard(folder, reference)
        self._following: asyncio.Task[None] | None = None
        super().__init__(self._listed)
        self.add_class("-described")

    def on_mount(self) -> None:
        self._following = spawn(self._follow())

    def on_unmount(self) -> None:
        if self._following is not None:
            self._following.cancel()

    async def _follow(self) -> None:
        """Take what is new, for as long as the screen is there; the disk and Slurm may take their time."""
        while True:
            begun = time.monotonic()
            if self._listed.take(await asyncio.to_thread(self._folder.look, begun)):
                self.take_news()
            await asyncio.sleep(max(_LOOK_SECONDS, (time.monotonic() - begun) / _SHARE))


class RunsApp(ThemedApp):
    """Opens the board over the runs of a folder."""

    CSS_PATH = ["../app.tcss", "lesson.tcss"]  # noqa: RUF012  # what screens share is in these

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
        return self.commands_for(self._board.source.offers, screen, "Leave")
