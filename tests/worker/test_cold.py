"""Where forking a process that has imported Keras is not safe, every run starts cold, behind the same walls."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tuitutor.protocol.events import Executed, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

# A thread is started with the import of Keras, as some builds of TensorFlow do.
CUSTOM = """
import sys, threading, time

class Finder:
    began = False
    def find_spec(self, name, path, target=None):
        if name == "keras" and not self.began:
            self.began = True
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

sys.meta_path.insert(0, Finder())
"""
WITH = "import os, sys; os.environ['PYTHONPATH'] = sys.argv[1]; os.execvp(sys.argv[2], sys.argv[2:])"
SOURCE = """
import keras, numpy as np
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
model.save("model.keras")
print(keras.saving.load_model("model.keras").count_params())
open({outside!r}, "w")
"""


@pytest.mark.long
async def test_a_run_that_starts_cold_is_held_too(learner_python: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(CUSTOM)
    via = shlex.join([sys.executable, "-c", WITH, str(tmp_path)])
    worker = Worker(LocalLauncher(learner_python, via))
    try:
        ready = await worker.start()
        assert not ready.forks
        assert "threads run in the worker" in ready.note
        child = await worker.child(Limits(), 72, 0)
        outside = str(tmp_path / "outside")
        request = Execute(child.name, child.next_run(), SOURCE.format(outside=outside), "answer.py")
        events = [event async for event in child.ask(request)]
    finally:
        await worker.close()
    assert [event.text for event in events if isinstance(event, Output)] == ["6\n"]
    last = events[-1]
    assert isinstance(last, Executed)
    assert last.error is not None
    assert last.error.message.startswith(f"{outside} is outside of what code may use here")
