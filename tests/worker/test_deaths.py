"""However the app or the worker dies, and whatever runs, no process of ours is left within two seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest

from tests.processes import marked, processes
from tests.waiting import wait_until
from tuitutor.worker.processes import children, descendants
from tuitutor.worker.scratch import PREFIX, sweep_scratch

# An app that runs never-ending programs, all at once, or one whose worker is still importing.
APP = dedent("""
    import asyncio, os, signal, sys
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup ignores it for all that it starts
    from tuitutor.workers.worker import Worker
    from tuitutor.workers.local import LocalLauncher
    from tuitutor.protocol.limits import Limits
    from tuitutor.protocol.events import ChildEnded, Executed, Output
    from tuitutor.protocol.requests import Execute

    SOURCES = {
        "loop": "import os; print('go', os.getpid(), flush=True)\\nwhile True: pass",
        "grandchild": "import os, subprocess, sys\\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\\n"
        "print('go', p.pid, flush=True)\\np.wait()",
        "training": "import keras, numpy as np\\n"
        "m = keras.Sequential([keras.layers.Dense(1)])\\nm.compile(loss='mse')\\n"
        "x = np.ones((4000, 3))\\nprint('go', 1, flush=True)\\nm.fit(x, x[:, :1], epochs=10**6, verbose=0)",
        "saving": "import keras\\nm = keras.Sequential([keras.Input((99,)), keras.layers.Dense(999)])\\n"
        "print('go', 1, flush=True)\\nwhile True: m.save('m.keras')",
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
                elif isinstance(event, Executed | ChildEnded):  # none of them ends by itself: say which one did
                    print(name, event, flush=True)

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


BUSY = "loop grandchild training saving"
CASES = [
    ("loop grandchild", "app by SIGKILL"),
    *((BUSY, f"{victim} by {name}") for victim in ("app", "worker") for name in ("SIGKILL", "SIGTERM", "SIGHUP")),
    *(("importing", f"{victim} by {name}") for victim in ("app", "worker") for name in ("SIGKILL", "SIGTERM")),
    (BUSY, "zygote by SIGKILL"),
    ("importing", "zygote by SIGKILL"),
]


@pytest.mark.spine
@pytest.mark.sampled(len(CASES))
@pytest.mark.parametrize(("busy", "victim"), CASES)
def test_nothing_is_left(busy: str, victim: str, marker: str, scratch: Path) -> None:
    with running(busy, marker, scratch) as (app, worker):
        who, _, how = victim.partition(" by ")
        if who == "zygote":
            assert wait_until(lambda: imports(children(worker)), 30)
            os.kill(children(worker)[0], signal.SIGKILL)
        else:
            os.kill(app.pid if who == "app" else worker, signal.Signals[how])
        if who == "app":
            app.wait()
        gone = wait_until(lambda: not set(processes(marker)) - {app.pid}, 30)
        assert gone, set(processes(marker)) - {app.pid}
    if victim != "worker by SIGKILL":
        assert wait_until(lambda: not list(scratch.iterdir()), 30), list(scratch.rglob("*"))


@pytest.mark.long
def test_a_killed_keeper_takes_its_run_along_and_no_other(marker: str, scratch: Path) -> None:
    with running("grandchild grandchild", marker, scratch) as (_, worker):
        [zygote] = children(worker)
        first, second = [keeper for keeper in children(zygote) if len(descendants(keeper)) > 1]
        doomed, others = descendants(first), descendants(second)
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: not set(doomed) & set(processes(marker)), 30)
        assert set(others) <= set(processes(marker))


@pytest.mark.long
def test_what_a_killed_worker_left_goes_when_the_next_one_starts(marker: str, scratch: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir(0o755)
    with running("saving", marker, scratch) as (_, worker):
        os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: worker not in processes(marker), 30)
    [left] = scratch.iterdir()
    (left / "link").symlink_to(outside)
    (left / "closed").mkdir(0o000)
    for name in ("tuitutor-drafts", "tuitutor-run-of-nobody"):  # not a worker's, and one that never got so far
        (scratch / name).mkdir()
    (scratch / "tuitutor-run-link").symlink_to(left)
    with running("loop", marker, scratch):
        kept = {path.name for path in scratch.iterdir() if path.exists()}
        assert not left.exists()
        with running("loop", marker, scratch):  # which leaves the first one's alone
            assert kept <= {path.name for path in scratch.iterdir()}
    assert kept >= {"tuitutor-drafts", "tuitutor-run-of-nobody"}
    assert outside.stat().st_mode & 0o777 == 0o755


@pytest.mark.long
def test_what_looks_like_a_killed_workers_folder_is_not_another_users(tmp_path: Path) -> None:
    """Another user's folder is not touched, nor is the target of a link of that name."""
    target = tmp_path / "target"
    target.mkdir()
    (target / "owner").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(target)
    others = tmp_path / f"{PREFIX}others"
    others.mkdir()
    (others / "owner").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        patch.setattr("os.getuid", lambda: others.stat().st_uid + 1)
        sweep_scratch()
        assert target.exists()
        assert others.exists()
        patch.undo()
        patch.setattr("tempfile.tempdir", str(tmp_path))
        sweep_scratch()
    assert target.exists()
    assert not others.exists()


def imports(pids: list[int]) -> bool:
    """Whether the only process, the worker's zygote, has begun to import Keras."""
    return len(pids) == 1 and "numpy" in Path(f"/proc/{pids[0]}/maps").read_text()


@contextmanager
def running(busy: str, marker: str, scratch: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the app, busy, and return it with its worker's pid; all processes carry the marker."""
    name, value = marker.split("=")
    environment = {**os.environ, name: value, "TMPDIR": str(scratch)}
    command = [sys.executable, "-c", APP, *busy.split()]
    app = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert app.stdout is not None
        begun = app.stdout.readline()
        assert begun.startswith("go "), begun
        worker = int(begun.split()[1])
        assert wait_until(lambda: {app.pid, worker} <= set(processes(marker)), 30)
        if busy != "importing":
            shown = wait_until(lambda: set(descendants(worker)) <= set(processes(marker)), 30)
            assert shown, "some process does not show its marker"
        yield app, worker
    finally:
        app.kill()
        app.wait()
        if app.stdout is not None:
            app.stdout.close()
