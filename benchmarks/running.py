"""How soon the first epoch of an answer is seen, and what fused steps save."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from subprocess import DEVNULL, PIPE

from benchmarks.answers import short_xor, xor_program
from benchmarks.learners import at_exercise, start, wait_for_spare
from benchmarks.measurement import Measurement, alternate
from benchmarks.window import Window
from tuitutor.worker.main import ENVIRONMENT

FOLDER = Path(__file__).parent
FIRST_EPOCH = "epoch 1/10 · "  # and the time left, which is known once the epoch has ended


def measure_first_epoch(rounds: int) -> Iterator[Measurement]:
    """XOR with the course's own network, in the app and in a plain Python."""
    with at_exercise(short_xor()) as opened, xor_program() as path:
        keys, plain = alternate(rounds, lambda: run_key(opened), lambda: float(printed("first_epoch.py", path)))
    yield Measurement("run key to first epoch", "s", keys, plain, "first epoch, warm plain Python", bar=1.1)


def run_key(opened: Window) -> float:
    """Seconds from the run key to the frame that shows the first epoch."""
    wait_for_spare(opened)
    opened.settle()
    pressed = start(opened)
    opened.wait_for(lambda: "ctrl+r stop" in opened.lines[-1])
    opened.wait_for(FIRST_EPOCH)
    seconds = opened.timed[-1].at - pressed
    opened.wait_for(lambda: "ctrl+r run exercise" in opened.lines[-1])
    return seconds


def measure_fused(rounds: int) -> Iterator[Measurement]:
    """The same fit with fused steps and with Keras's own, in the environment of learners' processes."""
    with xor_program() as path:
        lines = printed("fused_fits.py", path, rounds + 1, env={**os.environ, **ENVIRONMENT}).splitlines()[1:]
    fits = [json.loads(line) for line in lines]
    fused, plain, differing = (tuple(float(each[name]) for each in fits) for name in ("fused", "plain", "differing"))
    yield Measurement("10 epochs of XOR, fused steps, CPU", "s", fused, plain, "the same fit, plain", bar=0.7)
    yield Measurement("weights that differ from the plain fit's", "", (max(differing),), bar=0.0)


def printed(script: str, *arguments: object, env: Mapping[str, str] | None = None) -> str:
    """What a program in this folder prints."""
    command = [sys.executable, str(FOLDER / script), *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=PIPE, stderr=DEVNULL, text=True, env=env).stdout
