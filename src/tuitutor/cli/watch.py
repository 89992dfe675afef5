"""`watch`."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby, islice
from pathlib import Path

import click

import tuitutor
from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.cli.view import View, view_on
from tuitutor.draw.grade import draw_advice
from tuitutor.draw.metrics import best_of_fit
from tuitutor.draw.past_attempts import when
from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.snapshots import FitCurves, Shown
from tuitutor.errors import UsageError, WorkerUnavailable
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import EpochEnded
from tuitutor.spelling import nearest
from tuitutor.watch.advice_on_runs import advise_on_run
from tuitutor.watch.known_runs import KnownRun, files_by_name, known_run, latest_run, read_run, records_of
from tuitutor.watch.recorder import RUNS_FOLDER, new_path
from tuitutor.watch.run_file import RunHead, RunReader, head_of
from tuitutor.watch.script_process import output_of, started

POLL = 0.2  # seconds between two looks at a run's file
LOOK = 5.0  # seconds without news between two looks at its process or job
_AT_ONCE = 1_000  # events that are shown together
_RECORDER = Path(tuitutor.__path__[0]) / "watch" / "recorder.py"
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
    """A command that passes all that follows a script or module on to it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        runs = any(word.endswith(".py") or word == "--record" or re.match("-m", word) for word in args)
        ctx.ignore_unknown_options, ctx.allow_interspersed_args = runs, not runs
        return super().parse_args(ctx, args)


@click.command("watch", cls=_Watch)
@click.argument("target", default="", metavar="[SCRIPT|RUN]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("-m", "module", metavar="MODULE", help="Run a module, as python -m does.")
@click.option("--record", is_flag=True, help="Only record the run, as in a batch job; another tuitutor watch shows it.")
@click.option("--recorder", is_flag=True, help="Print the file that records, for a Python without tuitutor.")
@click.option("--plain", is_flag=True, help="Tell it in words, without pictures.")
@click.option("-v", "--verbose", is_flag=True, help="Show what TensorFlow logs before the first epoch.")
@as_json
@click.pass_obj
def watch_(
    session: Session,
    target: str,
    arguments: tuple[str, ...],
    module: str | None,
    record: bool,
    recorder: bool,
    plain: bool,
    verbose: bool,
    json_: bool,
) -> int:
    """Watch a training of your own, and hear what may be wrong.

    A SCRIPT runs in your own Python, unchanged and without a sandbox; each fit of Keras 3 is recorded. A RUN that was
    recorded is followed, also from another machine; without a name, the latest one of this folder.

    \b
    Example:
      tuitutor watch train.py --epochs 40
      sbatch --wrap "tuitutor watch --record train.py"
      tuitutor watch            from the login node, while the job runs
    """
    if plain:
        session.flags["plain"] = True
    if recorder:
        click.echo(_RECORDER.read_text(encoding="utf-8"), nl=False)
        return Exit.DONE

    folder = records_of(session.settings)
    if module is not None:
        words = ["-m", module, *filter(None, [target]), *arguments]
        return _run(session, folder, words, record, verbose, json_)
    if target.endswith(".py") or (record and target):
        if not Path(target).is_file():
            raise UsageError(f"There is no script {target} here.")
        return _run(session, folder, [target, *arguments], record, verbose, json_)
    if arguments or record:
        raise UsageError(
            "Name the script to run: tuitutor watch train.py, or a module: tuitutor watch -m package.train."
        )
    return _follow(session, _find(folder, target), json_)


# ---- running a script


def _run(session: Session, folder: Path, words: list[str], record: bool, verbose: bool, json_: bool) -> int:
    """Run a script or module with the recorder, and show it; to `record` only, replace this process by it."""
    python = shutil.which(session.settings.python)
    if python is None:
        raise WorkerUnavailable(f"There is no Python {session.settings.python}.")
    environment = {**os.environ, RUNS_FOLDER: str(folder)}
    if record:
        sys.stdout.flush()
        os.execve(python, [python, str(_RECORDER), *words], environment)

    os.environ[RUNS_FOLDER] = str(folder)
    path = new_path(words[1] if words[0] == "-m" else words[0])
    view, reader = _view(session, json_), RunReader(path)
    view.say(f"Recorded in {path}")
    view.holds_log = not verbose
    command = [python, str(_RECORDER), "--to", str(path), *words]
    with started(command, {**environment, "PYTHONUNBUFFERED": "1"}) as process:
        for outputs in output_of(process, POLL):
            for output in outputs:
                view.show(output)
            _show_news(reader, view)
        _show_news(reader, view)
    if process.returncode:
        view.show_log()
    view.close()
    if not path.exists():  # it could not be recorded, and the recorder has printed why
        return Exit.COULD_NOT if process.returncode else Exit.DONE
    return _sum_up(session, known_run(reader, view.shown), json_)


# ---- following a run


def _view(session: Session, json_: bool) -> View:
    return view_on(sys.stderr if json_ else sys.stdout, sys.stderr, session.settings)


def _show_news(reader: RunReader, view: View) -> bool:
    """Show new lines of the record, and the coach's advice; whether there were any."""
    news = False
    with suppress(FileNotFoundError):
        for _, events in groupby(reader.read(), type):
            news = True
            while chunk := [*islice(events, _AT_ONCE)]:
                _show_events(chunk, reader, view)
    if news:
        fit = view.shown.curves
        view.advise(() if fit is None or fit.done else advise_on_run(view.shown, reader.notes, goes_on=True))
    return news


def _show_events(events: Sequence[ProgramEvent | RunHead], reader: RunReader, view: View) -> None:
    """Show events of one kind."""
    used = reader.notes.memory  # bytes
    view.more = f"{used / 1e6:,.0f} MB" if used else ""
    if epochs := [event for event in events if isinstance(event, EpochEnded)]:
        view.show_epochs(epochs)
        return
    for event in events:
        if not isinstance(event, RunHead):
            view.show(event)
        elif event.begun > 1:
            nth = {2: "second", 3: "third"}.get(event.begun, f"{event.begun}th")
            view.begin(f"The job was started again, for the {nth} time.")


def _find(runs_folder: Path, target: str) -> Path:
    """The file of a run, by its path or part of its name; by default of the latest run of the working folder.

    Raises UsageError.
    """
    if target and Path(target).is_file():
        return Path(target)
    if not target:
        if (latest := latest_run(runs_folder, Path.cwd())) is not None:
            return latest
        raise UsageError("No run of this folder is recorded yet: tuitutor watch train.py runs a script and records it.")
    names = files_by_name(runs_folder)
    matches = [name for name in names if name == target] or [name for name in names if target in name]
    if len(matches) == 1:
        return names[matches[0]]
    if matches:
        raise UsageError(f"'{target}' may be any of these: {', '.join(sorted(matches)[-6:])}.")
    near = nearest(target, names)
    raise UsageError(
        f"There is no script or recorded run '{target}'"
        + (f"; did you mean {near}?" if near else f"; runs are recorded in {runs_folder}.")
    )


def _follow(session: Session, path: Path, json_: bool) -> int:
    """Show a run until it is over; with `json_`, print how it stands now."""
    if json_ or (head := head_of(path)) is None:
        return _sum_up(session, read_run(path), json_)
    view, reader = _view(session, json_), RunReader(path)
    job = f", job {head.job}" if head.job else ""
    command = " ".join([head.script, *head.arguments])
    view.say(f"{command}, on {head.host} since {when(head.at, time.time())}{job}")
    try:
        run = _show_until_over(reader, view)
    except KeyboardInterrupt:
        advice = view.advice
        view.close()
        _print_advice(session, view.shown, advice)
        view.say("The run goes on; tuitutor watch shows it again.")
        return Exit.DONE
    view.close()
    return _sum_up(session, run, json_)


def _show_until_over(reader: RunReader, view: View) -> KnownRun:
    reason, looked = "", -LOOK
    while True:
        if _show_news(reader, view):
            looked = time.monotonic() if looked > 0 else looked
        final = reader.end is not None and reader.end.is_final
        if reader.head is not None and (final or time.monotonic() - looked >= LOOK):
            run = known_run(reader, view.shown)
            if run.state.is_over:
                return run
            before, reason, looked = reason, run.state.reason, time.monotonic()
            if reason and reason != before:
                view.say(f"{reason[0].upper()}{reason[1:]}.")
        time.sleep(POLL)


# ---- the result of a run


def _sum_up(session: Session, run: KnownRun, json_: bool) -> int:
    """Print how a run stands, its best result, and the coach's advice."""
    advice = advise_on_run(run.shown, run.notes, goes_on=not run.state.is_over)
    if json_:
        head, state = run.head, run.state
        print_json(
            {
                "run": str(run.path),
                "script": head.script,
                "arguments": list(head.arguments),
                "host": head.host,
                "job": head.job or None,
                "begun": head.at,
                "state": state.name,
                "said": state.reason,
                "memory": run.notes.memory or None,
                "fits": [_fit(fit) for fit in run.shown.fits],
                "advice": [{"kind": tip.topic, "line": tip.line, "says": tip.why, "try": tip.try_} for tip in advice],
            }
        )
    else:
        click.echo(_ending(run))
        _print_advice(session, run.shown, advice)
        if not run.shown.fits and run.state.name == "ended":
            click.echo(
                "No fit was seen. For Keras 2, torch or a loop of your own, call Recorder in the script: "
                "tuitutor watch --recorder prints the file that has it."
            )
    return Exit.NOT_PASSED if run.state.name in ("failed", "killed", "interrupted") else Exit.DONE


def _ending(run: KnownRun) -> str:
    """How the run stands, and the last epoch of its last fit if something ended it."""
    state, fit = run.state, run.shown.curves
    sentence = _STATES[state.name]
    if state.name not in ("ended", "waiting") and fit is not None and fit.epochs != 1:
        within = not fit.epoch or fit.now  # an epoch that was not over
        at = f"epoch {max(1, fit.epoch)} of {fit.epochs}" if fit.epochs else f"epoch {fit.step}"
        sentence += f" {'in' if within and fit.epochs else 'after'} {at}"
    sentence += f": {one_line(state.reason)}" if state.reason else ""
    return sentence if sentence.endswith(".") else f"{sentence}."


def _print_advice(session: Session, shown: Shown, advice: Sequence[Advice]) -> None:
    if shown.curves is not None and (best := best_of_fit(shown.curves)):
        name, value, at = best
        click.echo(f"Best {name}: {brief(value)}, in {'step' if shown.curves.by_step else 'epoch'} {at}.")
    look = terminal.look_for(sys.stdout, session.settings)
    for tip in advice:
        terminal.print_text(draw_advice(tip, terminal.width(), look), sys.stdout)


def _fit(fit: FitCurves) -> dict[str, object]:
    best = best_of_fit(fit)
    return {
        "epochs": fit.epochs or None,
        "epochs_run": fit.epoch or None,
        "seconds": fit.seconds,
        "last": {name: values[-1] for name, values in fit.logs.items() if values},
        "best": None if best is None else {"name": best[0], "value": best[1], "at": best[2]},
    }
