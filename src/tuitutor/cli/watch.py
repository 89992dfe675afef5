"""`watch`."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.cli.view import View, view_on
from tuitutor.draw.grade import draw_advice
from tuitutor.draw.look import wrap
from tuitutor.draw.metrics import best_of_fit
from tuitutor.draw.past_attempts import when
from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import ended
from tuitutor.engine.snapshots import FitCurves
from tuitutor.engine.watching import Told, Watched, advise_on_script, examined, watched_after
from tuitutor.errors import UsageError, WorkerUnavailable
from tuitutor.protocol.events import EpochEnded, Event, Output, ScriptStarted, Waiting
from tuitutor.workers.script import Record, become, is_record, started
from tuitutor.workers.script_state import ScriptState, state_of

POLL = 0.2  # seconds between two looks at a record
LOOK = 5.0  # seconds without news between two looks at its process or job
_AT_END = ("--json", "--plain")
_STATES = {
    "running": "It is running",
    "waiting": "It waits",
    "ended": "It ended",
    "failed": "It failed",
    "interrupted": "It was interrupted",
    "killed": "It was killed",
    "unknown": "It is not known how it stands",
}


class _Watch(Command):
    """A command that passes all that follows a script or module on to it, but a flag of ours at the end."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_interspersed_args = False
        at, ours = self._place_of_target(args), list[str]()
        while not {"--", "--to"} & set(args[: at + 1]) and args[-1:] and args[-1] in _AT_END:
            ours.append(args.pop())
        if args[at : at + 1] == ["-m"] and len(args) > at + 1:  # what follows the module is its own
            args = [*args[:at], f"-m{args[at + 1]}", "--", *args[at + 2 :]]
        return super().parse_args(ctx, [*ours, *args])

    def _place_of_target(self, args: list[str]) -> int:
        """Where our own flags end."""
        names = {name for option in self.params if not getattr(option, "is_flag", True) for name in option.opts}
        at = 0
        while args[at : at + 1] and args[at].startswith("-") and args[at] not in ("-m", "--"):
            at += 2 if args[at] in names else 1
        return at


@click.command("watch", cls=_Watch)
@click.argument("target", default="", metavar="[SCRIPT|FILE]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("-m", "module", metavar="MODULE", help="Run a module, as python -m does.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Become the script and append to FILE, as in a batch job; watch FILE shows it.",
)
@click.option("--plain", is_flag=True, help="Tell it in words, without pictures.")
@click.option("-v", "--verbose", is_flag=True, help="Show what TensorFlow logs before the first epoch.")
@as_json
@click.pass_obj
def watch_(
    session: Session,
    target: str,
    arguments: tuple[str, ...],
    module: str | None,
    to: Path | None,
    plain: bool,
    verbose: bool,
    json_: bool,
) -> int:
    """Watch a training of your own, and hear what may be wrong.

    A SCRIPT runs in your own Python as it does without us: unchanged, and without a sandbox. What is trained with Keras
    3 is shown and looked at. A FILE that --to wrote is followed, also from another machine. What stands behind SCRIPT
    is the script's own, but --json and --plain at the end; write -- before SCRIPT if these are its own, too.

    \b
    Example:
      tuitutor watch train.py --epochs 40
      sbatch --wrap "tuitutor watch --to run.jsonl train.py"
      tuitutor watch run.jsonl  from the login node, while the job runs
    """
    if plain:
        session.flags["plain"] = True
    if module is not None:
        return _run(session, ["-m", module, *filter(None, [target]), *arguments], to, verbose, json_)
    path = Path(target)
    if not target:
        raise UsageError(
            "Name the script to run: tuitutor watch train.py, or a module: tuitutor watch -m package.train."
        )
    if not path.is_file() and not session.settings.via:
        raise UsageError(f"There is no script or record {target} here.")
    if path.suffix != ".py" and to is None and is_record(path):
        return _follow(session, path, json_)
    return _run(session, [target, *arguments], to, verbose, json_)


# ---- running a script


def _run(session: Session, words: list[str], to: Path | None, verbose: bool, json_: bool) -> int:
    """Run a script or module, and show it; with `to`, become it."""
    via = session.settings.via
    python = session.settings.python if via else shutil.which(session.settings.python)
    if python is None:
        raise WorkerUnavailable(f"There is no Python {session.settings.python}.")
    if to is not None:
        if via:
            raise UsageError("--to is for a job that runs here; write the launcher before tuitutor watch.")
        sys.stdout.flush()
        become(python, words, to, os.environ)
    watching = _Watching(_view(session, json_))
    if via:
        watching.view.say("It is started by a launcher, so its standard input is empty.")
    watching.view.holds_log = not verbose
    with started(python, via, words, os.environ) as script:
        for events in script.events(POLL):
            used = script.memory
            watching.view.more = f"{used / 1e6:,.0f} MB" if used else ""
            watching.see(events)
    gone = watching.watched.ended
    if gone is not None and gone.code:
        watching.view.show_log()
    watching.view.close()
    _sum_up(session, watching, state_of(watching.watched.script, watching.watched.done, gone, time.time()), json_)
    return 0 if gone is None else gone.code if gone.cause == "exited" else 128 + gone.code


class _Watching:
    """A script that is watched, with its view."""

    def __init__(self, view: View) -> None:
        self.view, self.watched = view, Watched()
        self._texts: dict[str, str] = {}

    def see(self, events: Sequence[Event]) -> None:
        """Show events, and the coach's advice on the fit that goes on."""
        for kind, group in groupby(events, type):
            some = list(group)
            for event in some:
                self.watched = watched_after(self.watched, event)
            if kind is EpochEnded:
                self.view.show_epochs([event for event in some if isinstance(event, EpochEnded)])
                continue
            for event in some:
                self._show(event)
        fit = self.view.shown.curves
        if fit is None or (fit.epochs and fit.done):
            self.view.advice = ()  # it was on the fit in progress
        elif events:
            self.view.advise(tuple(each.advice for each in self.advice()))

    def _show(self, event: Event) -> None:
        if isinstance(event, ScriptStarted) and self.watched.starts > 1:
            nth = {2: "second", 3: "third"}.get(self.watched.starts, f"{self.watched.starts}th")
            self.view.begin(f"The job was started again, for the {nth} time.")
        elif isinstance(event, Output) and event.stream == "stderr" and not _is_on_terminal():
            sys.stderr.write(event.text)
            sys.stderr.flush()
        elif isinstance(event, ProgramEvent | Waiting):
            self.view.show(event)

    def advice(self) -> tuple[Told, ...]:
        return advise_on_script(self.watched, self.view.shown, self._read)

    def _read(self, file: str) -> str:
        if file not in self._texts:
            try:
                self._texts[file] = (Path(self.watched.script.folder) / file).read_text(encoding="utf-8")
            except (OSError, ValueError):
                self._texts[file] = ""
        return self._texts[file]


def _is_on_terminal() -> bool:
    """Whether both of our outputs are on a terminal, where pictures are drawn between their lines."""
    return sys.stdout.isatty() and sys.stderr.isatty()


def _view(session: Session, json_: bool) -> View:
    return view_on(sys.stderr if json_ else sys.stdout, sys.stderr, session.settings)


# ---- following a record


def _follow(session: Session, path: Path, json_: bool) -> int:
    """Show a record until its script is over; with `json_`, print how it stands now."""
    watching, record = _Watching(_view(session, json_)), Record(path)
    try:
        state = _show_until_over(watching, record, json_)
    except KeyboardInterrupt:
        watching.view.close()
        watching.view.say(f"The run goes on; tuitutor watch {path} shows it again.")
        return Exit.DONE
    watching.view.close()
    _sum_up(session, watching, state, json_)
    return Exit.NOT_PASSED if state.name in ("failed", "killed", "interrupted") else Exit.DONE


def _show_until_over(watching: _Watching, record: Record, at_once: bool) -> ScriptState:
    reason, looked, script = "", -LOOK, ScriptStarted("")
    while True:
        news = list(record.read())
        watching.see(news)
        watched = watching.watched
        if watched.script is not script and not at_once:
            script = watched.script
            job = f", job {script.job}" if script.job else ""
            command = " ".join([script.script, *script.arguments])
            watching.view.say(f"{command}, on {script.host} since {when(script.at, time.time())}{job}")
        looked = time.monotonic() if news and looked > 0 else looked
        if watched.done is not None or time.monotonic() - looked >= LOOK:
            state = state_of(watched.script, watched.done, watched.ended, record.path.stat().st_mtime)
            if state.is_over or at_once:
                return state
            before, reason, looked = reason, state.reason, time.monotonic()
            if reason and reason != before:
                watching.view.say(f"{reason[0].upper()}{reason[1:]}.")
        time.sleep(POLL)


# ---- the result


def _sum_up(session: Session, watching: _Watching, state: ScriptState, json_: bool) -> None:
    """Print how a script stands, its best result, what was looked at, and the coach's advice."""
    watched, shown = watching.watched, watching.view.shown
    shown = ended(shown) if state.is_over else shown
    script, told, seen = watched.script, watching.advice(), examined(watched, shown)
    if json_:
        print_json(
            {
                "script": script.script,
                "arguments": list(script.arguments),
                "host": script.host,
                "job": script.job or None,
                "begun": script.at,
                "state": state.name,
                "said": state.reason,
                "fits": [_fit(fit) for fit in shown.fits],
                "examined": list(seen),
                "advice": [_advice(each) for each in told],
            }
        )
        return
    click.echo(_ending(state, shown.curves))
    if shown.curves is not None and (best := best_of_fit(shown.curves)):
        name, value, at = best
        click.echo(f"Best {name}: {brief(value)}, in {'step' if shown.curves.by_step else 'epoch'} {at}.")
    look = terminal.look_for(sys.stdout, session.settings)
    for line in (line for sentence in seen for line in wrap(sentence, terminal.width(), look)):
        terminal.print_text(line, sys.stdout)
    for each in told:
        place = ", ".join(filter(None, [each.where, Path(each.file).name]))
        advice = draw_advice(each.advice, terminal.width(), look)
        click.echo(f"\n{place}:" if place else "")
        terminal.print_text(advice, sys.stdout)


def _ending(state: ScriptState, fit: FitCurves | None) -> str:
    """How the script stands, and the last epoch of its last fit if something ended it."""
    sentence = _STATES[state.name]
    if state.name not in ("ended", "waiting") and fit is not None and fit.epochs != 1:
        within = not fit.epoch or fit.now  # an epoch that was not over
        at = f"epoch {max(1, fit.epoch)} of {fit.epochs}" if fit.epochs else f"epoch {fit.step}"
        sentence += f" {'in' if within and fit.epochs else 'after'} {at}"
    sentence += f": {one_line(state.reason)}" if state.reason else ""
    return sentence if sentence.endswith(".") else f"{sentence}."


def _advice(told: Told) -> dict[str, object]:
    tip = told.advice
    what = {"kind": tip.topic, "line": tip.line, "says": tip.why, "try": tip.try_}
    return {**what, "file": told.file, "fit": told.fit or None}


def _fit(fit: FitCurves) -> dict[str, object]:
    best = best_of_fit(fit)
    return {
        "epochs": fit.epochs or None,
        "epochs_run": fit.epoch or None,
        "seconds": fit.seconds,
        "last": {name: values[-1] for name, values in fit.logs.items() if values},
        "best": None if best is None else {"name": best[0], "value": best[1], "at": best[2]},
    }
