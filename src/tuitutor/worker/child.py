"""A child: a process with one namespace of learner code, or one verification. It serves commands until it ends."""

from __future__ import annotations

import faulthandler
import json
import multiprocessing.context
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, Optional

import keras
import numpy as np

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec, requests
from tuitutor.protocol.events import Checked, Closing, Described, Drawn, Examined, Loading, Scored, TakenOver
from tuitutor.protocol.facts import CellFacts
from tuitutor.worker.carrying import DRAWN
from tuitutor.worker.channel import Emitter, Pipes
from tuitutor.worker.describe import describe
from tuitutor.worker.learner_code import Captured, LearnerCode
from tuitutor.worker.measure_cell import Unanswered, run_cell
from tuitutor.worker.processes import DUMP_SIGNAL
from tuitutor.worker.run_directory import OwnModules, use_keras_home
from tuitutor.worker.training.measure import variable_facts
from tuitutor.worker.training.speed import variables_outside
from tuitutor.worker.verify import Verifier
from tuitutor.worker.walls.refusals import Refusals


def serve(pipes: Pipes, folder: Path, refusals: Refusals) -> NoReturn:
    """Run the child in this process, with `folder` as its scratch space. Never returns."""
    enter_scratch(folder)
    sys.meta_path.insert(0, OwnModules(folder))
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (pipes.stdout, 1), (pipes.stderr, 2)):
        os.dup2(source, target)
        os.close(source)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open for the life of the child
    captured = [Captured(fd) for fd in (1, 2)]
    sys.stdout, sys.stderr = captured
    sys.__stdout__, sys.__stderr__ = captured  # type: ignore[misc]
    faulthandler.enable(pipes.trace, all_threads=True)
    faulthandler.register(DUMP_SIGNAL, pipes.trace, all_threads=True, chain=False)
    refusals.announce()
    fork_by_default()
    emit = Emitter(pipes.events)
    _Commands(pipes, folder, emit, LearnerCode(emit, pipes, folder, captured, refusals)).serve()
    os._exit(0)


def enter_scratch(folder: Path) -> None:
    """Make `folder`, the only one where this process may write, its working, home and temporary folder."""
    os.chdir(folder)
    os.environ["TMPDIR"] = os.environ["HOME"] = tempfile.tempdir = str(folder)
    os.environ.pop("XDG_CACHE_HOME", None)  # caches are then made in the new home
    use_keras_home(folder)


def fork_by_default() -> None:
    """Have multiprocessing fork by default, as before Python 3.14.

    Its new default, a fork server, sends descriptors over a socket, which is refused here.
    """
    contexts: Any = multiprocessing.context
    contexts._default_context._default_context = multiprocessing.get_context("fork")


def warm_up() -> None:
    """Import and trace in advance everything for a first fit. Names, seeds and graphs stay as in a fresh process."""
    x, y = np.zeros((8, 2), "float32"), np.zeros((8,), "int32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    step = model.train_step

    def train_step(data: Any) -> Any:
        with variables_outside():  # otherwise it is traced twice
            return step(data)

    model.train_step = train_step
    model.fit(x, y, epochs=1, batch_size=4, validation_split=0.5, verbose=0)
    model(x, training=False)
    keras.backend.clear_session()


class _Commands:
    """Serves commands from the child's pipe. SIGINT reaches learner code only while it runs."""

    def __init__(self, pipes: Pipes, folder: Path, emit: Emitter, code: LearnerCode) -> None:
        self._pipe, self._folder, self._emit, self._code = pipes.commands, folder, emit, code
        self._verifier = verifier = Verifier(folder)
        self._answers: dict[type, Callable[[Any], Optional[Closing]]] = {
            requests.Start: code.start,
            requests.Execute: code.execute,
            requests.Measure: code.measure,
            requests.Keep: code.keep,
            requests.Examine: self._examine,
            requests.Rerun: code.rerun,
            requests.Record: code.record,
            requests.Repeat: code.repeat,
            requests.TakeOver: lambda request: TakenOver(request.child, request.run),
            requests.LoadAnew: code.load_anew,
            requests.Draw: lambda request: Drawn(request.child, request.run, verifier.draw(request)),
            requests.CheckModel: self._check,
            requests.Predict: code.predict,
            requests.Score: lambda request: Scored(request.child, request.run, verifier.score(request.function)),
            requests.Describe: _described,
            requests.BuildLayers: code.build_layers,
        }

    def serve(self) -> None:
        def interrupt(*_: Any) -> None:
            if self._code.busy:
                raise KeyboardInterrupt

        signal.signal(signal.SIGINT, interrupt)
        with open(self._pipe, "rb", closefd=False) as commands:
            for line in commands:
                try:
                    request = codec.decode(line)
                except ProtocolError:
                    break
                answer = self._answers.get(type(request), lambda _: None)(request)
                if answer is not None:
                    self._emit(answer)

    def _check(self, request: requests.CheckModel) -> Checked:
        loading = partial(self._emit, Loading(request.child, request.run))
        return Checked(request.child, request.run, self._verifier.check(request, loading))

    def _examine(self, request: requests.Examine) -> Examined:
        self._code.limit_cpu()
        answer = self._code.answer
        try:
            if answer is None:
                cell = self._verifier.examine(request)
            else:
                drawn = self._folder / DRAWN
                cell = run_cell(request.source, request.filename, answer.scope, answer.rerun, drawn)
        except Unanswered as call:
            return Examined(request.child, request.run, CellFacts(), call.number)
        variables = tuple(variable_facts(name, cell.made[name]) for name in request.variables if name in cell.made)
        facts = CellFacts(variables, tuple(sorted(cell.names)), cell.problem, cell.missing)
        return Examined(request.child, request.run, facts)


def _described(request: requests.Describe) -> Described:
    return Described(request.child, request.run, *describe(request.module, request.after))


def main(argument: str) -> NoReturn:
    """Serve as a cold child. `argument` is JSON with its pipes, folder and refusals."""
    body = json.loads(argument)
    folder, refusals = Path(body.pop("folder")), Refusals(**body.pop("refusals"))
    serve(Pipes(**body), folder, refusals)
