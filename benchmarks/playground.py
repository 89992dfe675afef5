"""The playground: an epoch with both losses, beside a loop in Node and a fit in Keras."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measurement import Measurement, alternate
from tuitutor.playground.data import features
from tuitutor.playground.playground_state import Config
from tuitutor.playground.run import Run

FOLDER = Path(__file__).parent
EPOCHS = 1_000  # which give Node the time to compile its loop
FITTED = 5
START = Config(seed="0.5", dataset="spiral")


def measure(rounds: int) -> Iterator[Measurement]:
    """The network that the playground opens with, and one of two layers of eight."""
    for shape in ((4, 2), (8, 8)):
        config = replace(START, network_shape=shape)
        units = ",".join(map(str, shape))
        ours, node = alternate(rounds, partial(epoch_ms, config), partial(node_ms, config))
        against = "a loop over nodes and links in Node"
        yield Measurement(f"playground {units}: an epoch with both losses, CPU", "ms", ours, node, against, bar=2.0)
    yield Measurement("playground: losses after 1,000 epochs, off Node's", "", (off_node(),), bar=1e-9)
    with keras_fits(START) as in_keras:
        ours, fits = alternate(rounds, lambda: epoch_ms(START), in_keras)
    yield Measurement(
        "playground: an epoch with both losses, CPU", "ms", ours, fits, "an epoch of fit with validation", bar=1 / 80
    )


def epoch_ms(config: Config) -> float:
    """CPU milliseconds of an epoch with both losses."""
    run = Run(config)
    return 1000 * cpu_seconds(lambda: run.advance(EPOCHS)) / EPOCHS


def cpu_seconds(work: Callable[[], object]) -> float:
    """Of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def node_ms(config: Config) -> float:
    """CPU milliseconds of an epoch with both losses in the loop in Node."""
    return float(in_node(config, EPOCHS)["milliseconds"]) / EPOCHS


def in_node(config: Config, epochs: int) -> dict[str, Any]:
    """What the loop in Node says of so many epochs."""
    run = Run(config)
    task = {
        "sizes": run.shape.sizes,
        "x": features(run.data.x, config.inputs).tolist(),
        "label": run.data.label.tolist(),
        "train": run.data.train,
        "rate": config.learning_rate,
        "batch": config.batch_size,
        "epochs": epochs,
        "tanh": run.data.classes == 2,
        "weights": [{"kernel": layer.kernel.tolist(), "bias": layer.bias.tolist()} for layer in run.weights()],
    }
    node = shutil.which("node") or "node"
    script = str(FOLDER / "node_loop.js")
    done = subprocess.run([node, script], input=json.dumps(task), check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def off_node() -> float:
    """How far our losses are from those of the loop in Node, at most."""
    run = Run(START)
    run.advance(EPOCHS)
    return float(np.abs(np.array(in_node(START, EPOCHS)["losses"]) - run.losses).max())


@contextmanager
def keras_fits(config: Config) -> Iterator[Callable[[], float]]:
    """A function that gives the CPU milliseconds of an epoch of Keras's fit, of the same network and data."""
    run = Run(config)
    task = {"x": run.data.x.tolist(), "label": run.data.label.tolist(), "train": run.data.train, "epochs": FITTED}
    script = str(FOLDER / "keras_fits.py")
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout
        print(json.dumps(task), file=stdin, flush=True)

        def fit() -> float:
            print("fit", file=stdin, flush=True)
            return float(stdout.readline())

        yield fit
        stdin.close()
