"""A program that is watched does the same as without: weights, histories, and what is drawn and named next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.faults.corpus import Program, faults, healthy
from tests.faults.running import SEEDED
from tuitutor.protocol.events import FitMeasured
from tuitutor.workers.script import Record

pytestmark = pytest.mark.long

RUN = """
import hashlib, json, os, random, sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras, numpy as np, tensorflow as tf

def digest(arrays):
    found = hashlib.sha256()
    for array in arrays:
        found.update(np.asarray(array).tobytes())
    return found.hexdigest()

for name, texts in json.loads(open(sys.argv[1]).read()):
    names = {"__name__": "__main__"}
    for text in texts:
        exec(compile(text, name, "exec"), names)
    models = {key: digest(value.get_weights()) for key, value in names.items() if isinstance(value, keras.Model)}
    values = [value for value in names.values() if isinstance(value, keras.Model)]
    histories = [getattr(getattr(model, "history", None), "history", None) for model in values]
    drawn = [random.random(), np.random.random(), float(tf.random.uniform(())), float(keras.random.uniform(()))]
    print(json.dumps([name, models, repr(histories), drawn, keras.layers.Dense(1).name]))
"""


def programs() -> list[Program]:
    """One of seven: some thirty."""
    own = [program for program in faults() if program.group == "known"]
    return [*own, *islice(healthy(), 63)][::7]


def said(folder: Path, *command: str) -> list[str]:
    environment = {**os.environ, "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
    done = subprocess.run(
        [*command, "run.py", "programs.json"], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return [line for line in done.stdout.splitlines() if line.startswith("[")]


@pytest.mark.parametrize("third", range(3))
def test_thirty_programs_do_not_notice_that_they_are_watched(tmp_path: Path, third: int) -> None:
    chosen = programs()[third::3]
    texts = [(program.name, [SEEDED, *program.setup, program.text]) for program in chosen]
    (tmp_path / "programs.json").write_text(json.dumps(texts))
    (tmp_path / "run.py").write_text(RUN)
    record = tmp_path / "run.jsonl"
    watch = (sys.executable, "-m", "tuitutor", "watch", "--to", str(record))
    assert said(tmp_path, *watch) == said(tmp_path, sys.executable)
    fits = {event.fit: event for event in Record(record).read() if isinstance(event, FitMeasured)}
    assert len(fits) >= len(chosen) / 2
    assert sum(fit.facts.network is not None for fit in fits.values()) > len(fits) / 4, "they were looked into"
