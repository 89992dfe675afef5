"""However the app or the worker dies, and whatever runs, no process of ours is left within two seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from tests.processes import marked, processes
from tests.waiting import wait_until

# An app that runs never-ending programs, all at once, or one whose worker is still importing.
APP = dedent("""
    import asyncio, os, sys
    from tuitutor.engine.worker import Worker
    from tuitutor.launch.local import LocalLauncher
    from tuitutor.protocol.limits import Limits
    from tuitutor.protocol.messages import Execute, Output

    SOURCES = {
        "loop": "import os; print('go', os.getpid(), flush=True)\\nwhile True: pass",
        "grandchild": "import os, subprocess, sys\\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\\n"
        "print('go', p.pid, flush=True)\\np.wait()",
        "training": "import keras, numpy as np\\n"
        "m = keras.Sequential([keras.layers.Dense(4)])\\nm.compile(loss='mse')\\n"
        "x = np.ones((4000, 3))\\nprint('go', 1, flush=True)\\nm.fit(x, x[:, 0], epochs=10**6, verbose=0)",
    }

    async def main():
        worker = Worker(LocalLauncher(sys.executable))
        names, begun = sys.argv[1:], []
        if names == ["importing"]:
            task = asyncio.create_task(worker.start())
            while worker._connection is None: await asyncio.sleep(0)
            print("go", worker._connection._process.pid, flush=True)
            await task

        async def run(name):
            child = await worker.child(Limits(), 72, 0)
            async for event in child.ask(Execute(child.name, child.next_run(), SOURCES[name], "a.py")):
                if isinstance(event, Output) and "go" in event.text:
                    begun.append(name)
                    if len(begun) == len(names):
                        print("go", worker._connection._process.pid, flush=True)

        await asyncio.gather(*map(run, names))

    asyncio.run(main())
""")


@pytest.fixture
def marker() -> Iterator[str]:
    with marked() as marker:
        yield marker


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


VICTIMS = ["app by SIGKILL", "app by SIGTERM", "worker by SIGTERM", "worker by SIGKILL"]
CASES = [
    *(("loop grandchild training", victim) for victim in VICTIMS),
    *(("importing", victim) for victim in VICTIMS),
]


@pytest.mark.parametrize(("busy", "victim"), CASES)
def test_nothing_is_left(busy: str, victim: str, marker: str, scratch: Path) -> None:
    name, value = marker.split("=")
    environment = {**os.environ, name: value, "TMPDIR": str(scratch)}
    command = [sys.executable, "-c", APP, *busy.split()]
    app = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert app.stdout is not None
    worker = int(app.stdout.readline().split()[1])
    number = signal.SIGKILL if "KILL" in victim else signal.SIGTERM
    os.kill(app.pid if victim.startswith("app") else worker, number)
    if victim.startswith("app"):
        app.wait()
    gone = wait_until(lambda: not set(processes(marker)) - {app.pid}, 10)
    left = set(processes(marker)) - {app.pid}
    app.kill()
    app.wait()
    app.stdout.close()
    assert gone, left
    if victim != "worker by SIGKILL":
        assert wait_until(lambda: not list(scratch.iterdir()), 5), "scratch folders are left"
