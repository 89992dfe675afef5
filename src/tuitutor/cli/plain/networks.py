"""The playground at a prompt: settings by name, losses and maps in sentences."""

from __future__ import annotations

import asyncio
import math
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from tuitutor.cli.exits import Exit
from tuitutor.cli.flag_hints import in_full
from tuitutor.cli.plain.voice import Voice, on_ctrl_c
from tuitutor.cli.session import Session, no_such
from tuitutor.course.challenge import Challenge
from tuitutor.draw.playground import describe_map, state_of
from tuitutor.draw.words import brief
from tuitutor.errors import UsageError
from tuitutor.playground.address import as_answer, fixed, open_answer, write_address
from tuitutor.playground.kinds import parse_number as number_of
from tuitutor.playground.playground_state import OPTIMIZERS, SETTINGS, Config, change, value, value_text, with_seed
from tuitutor.playground.pointfile import read_points
from tuitutor.playground.program import keras_program
from tuitutor.playground.run import Race, Run
from tuitutor.spelling import counted

COMMANDS = {
    "run": "run 100: train for 100 epochs; enter alone trains for one; ctrl+c stops",
    "map": "map: what the network says in each part of the plane",
    "at": "at 1.5 -2: what each unit says at a point",
    "weights": "weights: all weights and biases",
    "weight": "weight 1 2 x 0.5: in layer 1, set the weight of unit 2 from x, from a unit by its number, or from bias",
    "reset": "reset: start again with the same data and weights",
    "new": "new: other data and weights",
    "race": "race 100: train all optimizers side by side, from the same start",
    "set": "learningRate 0.1, or any other setting and its new value; most start again",
    "settings": "settings: all settings and their values",
    "about": "about noise: what the setting means, and its possible values",
    "csv": "csv points.csv: take points from lines of x, y, label",
    "address": "address: the address of this state, also for a browser",
    "code": "code: the network as a Keras program",
    "help": "?, help: this list",
    "quit": "q, quit: leave",
}
"""Each command and its line of help."""

_SHORT = {"": "run", "?": "help", "q": "quit", "r": "run"}
_MOST_EPOCHS = 100_000
_AT_ONCE = 50  # epochs; between these batches ctrl+c is noticed


def open_plain_play(session: Session, config: Config) -> int:
    """Run the playground from this state until the learner leaves; the exit code."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_play(Voice(session.settings), config))
    return Exit.DONE


async def _play(voice: Voice, config: Config) -> None:
    play = Play(voice, config)
    on_ctrl_c(play.stop)
    with suppress(EOFError, asyncio.CancelledError):
        await play.go()
    voice.show(f"\nThis opens the same again: tuitutor play '{play.address}'")


class Play:
    """Reads commands and carries them out, on one network at a time; with a `challenge`, it is the exercise's."""

    def __init__(self, voice: Voice, config: Config, challenge: Challenge | None = None) -> None:
        self._voice = voice
        self._task = challenge.begun if challenge else None
        self._bounds = challenge.rules() if challenge else []  # names of results, and what they have to be
        self._run = Run(config if self._task is None else open_answer(self._task, config))
        self._training = self._stopped = False

    async def go(self) -> None:
        """Read commands and carry them out. Raises EOFError when the learner leaves."""
        self._voice.say("The playground, in words. Type ? for help, q to leave.")
        if self._bounds:
            self._voice.say(f"To pass: {', '.join(f'{name} {bound}' for name, bound in self._bounds)}.")
        self._say_state()
        while True:
            try:
                await self._obey((await self._voice.ask("enter: an epoch, run 100, map, ?: help > ")).split())
            except UsageError as error:
                self._voice.say(in_full(error))

    @property
    def address(self) -> str:
        """The address of the current state."""
        return write_address(self._run.config)

    @property
    def answer(self) -> str:
        """The current state, as an answer to the exercise."""
        return self.address if self._task is None else as_answer(self._task, self._run.config)

    def stop(self) -> bool:
        """Stop training; False if nothing was training."""
        self._stopped = True
        return self._training

    async def _obey(self, words: list[str]) -> None:
        first, *rest = words or [""]
        name = _SHORT.get(first, first)
        if name in SETTINGS:
            self._set(name, " ".join(rest))
            return
        match name, rest:
            case "run", _:
                await self._train(_count(rest, 1))
            case "race", _:
                await self._race(_count(rest, 100))
            case "map", []:
                self._voice.say("\n".join([state_of(self._run), *describe_map(self._run)]))
            case "at", [x, y]:
                for layer, activations in enumerate(self._run.says(_number(x), _number(y)), start=1):
                    name = "Output" if layer == len(self._run.shape.activations) else f"Layer {layer}"
                    self._voice.say(f"{name}: {', '.join(brief(float(value)) for value in activations)}.")
            case "weights", []:
                self._say_weights()
            case "weight", [layer, unit, source, new]:
                self._edit(layer, unit, source, new)
            case "reset", []:
                self._begin(self._run.config)
            case "new", []:
                self._begin(with_seed(replace(self._run.config, seed=""), random.random()))
            case "set", [setting, *new]:
                self._set(setting, " ".join(new))
            case "settings", []:
                self._say_settings()
            case "about", [setting]:
                self._say_about(setting)
            case "csv", [_, *_]:
                self._take_points(" ".join(rest))
            case "address", []:
                self._voice.show(self.address)
            case "code", []:
                self._voice.show(keras_program(self._run).rstrip())
            case "help", []:
                self._voice.say("\n".join(COMMANDS.values()))
            case "quit", []:
                raise EOFError
            case _ if name in COMMANDS:
                raise UsageError(f"Type it like this. {COMMANDS[name]}")
            case _:
                raise UsageError(no_such("command or setting", name, [*COMMANDS, *SETTINGS], "? lists all commands."))

    # ---- training

    async def _train(self, epochs: int) -> None:
        run, before = self._run, self._run.losses[-1]
        if run.stuck:
            raise UsageError(str(run.diverged))
        await self._advance(run, epochs)
        self._voice.say(state_of(run))
        if run.diverged is None:
            train, test = map(_change_of, before, run.losses[-1])
            self._voice.say(f"The training loss {train}; the test loss {test}.")

    async def _race(self, epochs: int) -> None:
        race = Race(self._run.config)
        await self._advance(race, epochs)
        losses = np.nan_to_num(race.losses[:, -1, 1], nan=np.inf).tolist()
        order = sorted(zip(losses, OPTIMIZERS, strict=True))
        self._voice.say(f"After {race.epoch} epochs, by the test loss:")
        for place, (loss, optimizer) in enumerate(order, start=1):
            self._voice.say(f"{place}. {optimizer}: {brief(loss) if math.isfinite(loss) else 'diverged'}")

    async def _advance(self, running: Run | Race, epochs: int) -> None:
        self._training, self._stopped = True, False
        try:
            while epochs > 0 and not self._stopped:
                running.advance(min(epochs, _AT_ONCE))
                epochs -= _AT_ONCE
                await asyncio.sleep(0)
        finally:
            self._training = False

    # ---- changes

    def _begin(self, config: Config) -> None:
        self._run = Run(config)
        self._say_state()

    def _set(self, name: str, new: str) -> None:
        if self._task is not None and name in fixed(self._task):
            raise UsageError(f"The exercise sets {name}; change something else.")
        config = change(self._run.config, name, new)
        if self._run.take(config):
            self._voice.say(f"{name} is {value_text(config, name)} from now on.")
        else:
            self._begin(config)

    def _take_points(self, name: str) -> None:
        if self._task is not None:
            raise UsageError("The exercise sets the points; change something else.")
        config = self._run.config
        points = read_points(Path(name).expanduser(), classes=config.problem == "classification")
        self._begin(replace(config, points=points))

    def _edit(self, layer: str, unit: str, source: str, new: str) -> None:
        sizes, names = self._run.shape.sizes, self._run.config.inputs
        at = _place(layer, len(sizes) - 1, "layer")
        to = _place(unit, sizes[at + 1], "unit")
        if source == "bias":
            origin = None
        else:
            origin = names.index(source) if at == 0 and source in names else _place(source, sizes[at], "input")
        self._run.edit(at, to, origin, _number(new))
        self._voice.say(state_of(self._run))

    # ---- the state in words

    def _say_state(self) -> None:
        run, config = self._run, self._run.config
        outputs = run.shape.sizes[-1]
        layers = "; ".join(f"{units} {name}" for units, name in config.layers) or "none"
        test = len(run.data.x) - run.data.train
        self._voice.say(
            f"{run.data.train} points to train on and {test} to test on. Inputs: {', '.join(config.inputs) or 'none'}. "
            f"Hidden layers: {layers}. {counted(outputs, 'output')}. {state_of(run)}"
        )

    def _say_weights(self) -> None:
        sources = list(self._run.config.inputs)
        for at, layer in enumerate(self._run.weights(), start=1):
            for unit, (row, bias) in enumerate(zip(layer.kernel.T, layer.bias, strict=True), start=1):
                parts = [f"{source} {brief(float(weight))}" for source, weight in zip(sources, row, strict=True)]
                self._voice.say(f"Layer {at}, unit {unit}: {', '.join([*parts, f'bias {brief(float(bias))}'])}.")
            sources = [str(unit + 1) for unit in range(len(layer.bias))]

    def _say_settings(self) -> None:
        for name, setting in SETTINGS.items():
            other = "" if value(self._run.config, name) == setting.default else f" (else {setting.default_text})"
            self._voice.say(f"{name}: {value_text(self._run.config, name) or 'empty'}{other}")

    def _say_about(self, name: str) -> None:
        if name not in SETTINGS:
            raise UsageError(no_such("setting", name, SETTINGS, "settings lists them all."))
        setting = SETTINGS[name]
        self._voice.say(f"{name}: {setting.words}. It may be {setting.kind.range}.")


def _change_of(before: float, after: float) -> str:
    if brief(before) == brief(after):
        return f"stayed at {brief(after)}"
    return f"{'fell' if after < before else 'rose'} from {brief(before)} to {brief(after)}"


def _count(words: list[str], otherwise: int) -> int:
    if not words:
        return otherwise
    if len(words) > 1 or not words[0].isdecimal() or not 1 <= int(words[0][:9]) <= _MOST_EPOCHS:
        raise UsageError(f"Epochs are a number from 1 to {_MOST_EPOCHS}, as in: run 100")
    return int(words[0])


def _number(word: str) -> float:
    try:
        return number_of(word)
    except ValueError as error:
        raise UsageError(f"It cannot be {error}.") from None


def _place(word: str, count: int, what: str) -> int:
    """The index for a number from 1 to a count. Raises UsageError."""
    if not word.isdecimal() or not 1 <= int(word[:9]) <= count:
        raise UsageError(f"There is no {what} '{word}' here; use 1 to {count}.")
    return int(word) - 1
