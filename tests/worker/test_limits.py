"""A run's memory and files are limited by the kernel, or else by measuring."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

import pytest

from tests.adversarial.kernels import prefix
from tests.worker.conftest import Run
from tests.worker.test_runs import end_of, error_of, printed
from tuitutor.engine.exit_reasons import cause_of
from tuitutor.protocol.events import Event, Executed
from tuitutor.protocol.limits import MOST_FILES, Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.connection import Patience
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

MIB = 1 << 20
SMALL = Limits(disk_bytes=20 * MIB)


def told(events: list[Event], limits: Limits) -> str:
    last = events[-1]
    assert isinstance(last, Executed)
    assert last.error is not None
    return cause_of(last.error, limits)


@pytest.mark.spine
@pytest.mark.parametrize("warm", [False, True])
async def test_files_have_so_much_room_and_no_more(run: Run, warm: bool) -> None:
    """Once some are removed, there is room for others."""
    source = """
import os
for name in "abc":
    open(name, "wb").write(bytes(8 << 20)) if name < "c" else os.remove("a")
open("c", "wb").write(bytes(8 << 20))
print(os.statvfs(".").f_blocks * os.statvfs(".").f_frsize)
with open("d", "wb") as file:
    while True:
        file.write(bytes(1 << 20))
"""
    events = await run(source, SMALL, warm)
    assert printed(events) == f"{20 * MIB}\n"
    assert error_of(events) == ("OSError", 9)
    assert told(events, SMALL) == (
        "The limit of 20 MB for all files, at most 20,000 of them, was reached at line 9 of answer.py: "
        "file.write(bytes(1 << 20)). Write less to disk, or delete what is no longer needed."
    )


@pytest.mark.long
@pytest.mark.parametrize(
    "source",
    [
        f"for n in range({MOST_FILES + 1}): open(str(n), 'w').close()",
        f"import os\nfor n in range({MOST_FILES + 1}): os.mkdir(str(n), 0o300)",
        "import h5py, numpy as np\nh5py.File('a', 'w').create_dataset('x', data=np.ones(5 << 20))",
        "import tensorflow as tf\ntf.io.write_file('a', b'x' * (30 << 20))",
        "import keras\nkeras.Sequential([keras.Input((4000,)), keras.layers.Dense(2000)]).save('a.keras')",
        "from multiprocessing.shared_memory import SharedMemory\nx = SharedMemory(create=True, size=15 << 20)\n"
        "x.buf[:] = bytes(15 << 20)\nopen('a', 'wb').write(bytes(15 << 20))",
    ],
)
async def test_whatever_writes_is_told_of_the_limit(run: Run, source: str) -> None:
    assert told(await run(source, SMALL), SMALL).startswith("The limit of 20 MB for all files, at most 20,000 of them,")


async def test_a_mapped_file_without_room_is_told_of_the_limit(run: Run) -> None:
    source = "import numpy as np\nx = np.memmap('a', 'float32', 'w+', shape=(10 << 20,))\nx[:] = 1"
    assert end_of(await run(source, SMALL)) == ("disk", 3)


@pytest.mark.long
async def test_files_count_as_memory(run: Run) -> None:
    source = "for n in range(12):\n    open(str(n), 'wb').write(bytes(250 << 20))\nimport time\ntime.sleep(60)"
    limits = Limits(memory_bytes=5 << 29, disk_bytes=4 << 30)
    assert end_of(await run(source, limits))[0] == "memory"


# Pages that are read, one in each gigabyte: there is a table for each, and another one above it.
PAGE_TABLES = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
for _ in range(4):
    if os.fork() == 0: break
for number in range(60_000):
    ctypes.string_at(libc.mmap((1 << 44) + (number << 30), 4096, 1, 0x100022, -1, 0), 1)
time.sleep(600)
"""
# Processes one below the other: the kernel links each mapping to those of all processes above.
MAPPINGS = """
import ctypes, mmap, os, time
libc = ctypes.CDLL(None)
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
memory = mmap.mmap(-1, 62_000 * 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
memory[0] = 1
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
for page in range(0, 62_000, 2): libc.mprotect(start + page * 4096, 4096, mmap.PROT_READ)
for _ in range(9):
    if os.fork(): break
time.sleep(600)
"""


@pytest.mark.long
@pytest.mark.parametrize("source", [PAGE_TABLES, MAPPINGS])
async def test_what_the_kernel_holds_for_processes_counts_as_memory(run: Run, source: str) -> None:
    assert end_of(await run(source, Limits(memory_bytes=3 << 29)))[0] == "memory"


async def test_where_memory_runs_out_learner_code_is_the_first_to_end(run: Run) -> None:
    assert printed(await run("print(open('/proc/self/oom_score_adj').read())")).split() == ["1000"]


@pytest.mark.long
async def test_nothing_is_on_the_disk(run: Run) -> None:
    name = f"of-test-limits-{os.getpid()}"
    events = await run(f"open('{name}', 'wb').write(bytes(8 << 20))\nimport os\nos.path.exists('{name}')", SMALL)
    assert "True" in str(events)
    found = await asyncio.to_thread(lambda: [*Path(tempfile.gettempdir()).glob(f"tuitutor-run-*/*/{name}")])
    assert found == []


FULL_OF_DESCRIPTORS = """
import os, resource, time
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
for _ in range(39):
    if os.fork() == 0: break
try:
    while True: os.dup(0)
except OSError:
    time.sleep(600)
"""
HONEST = """
import keras, numpy as np
x = np.ones((640, 3))
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
for _ in range(10):
    model.fit(x, x[:, 0], epochs=10, verbose=0)
"""


@pytest.mark.long
@pytest.mark.parametrize("kernel", ["", "no-userns"])
async def test_forty_processes_full_of_descriptors_delay_no_neighbour(learner_python: str, kernel: str) -> None:
    """A walk through all of them takes seconds, in which the host goes on: a silent one would be lost.

    How long its neighbour is silent says nothing of that, but of what else the machine has to do.
    """
    worker = Worker(LocalLauncher(learner_python, prefix(kernel), Patience(silence_s=5)))
    crowd = await worker.child(Limits(wall_s=60, cpu_s=60), 72, 0, warm=False)

    async def crowded() -> list[Event]:
        request = Execute(crowd.name, crowd.next_run(), FULL_OF_DESCRIPTORS, "crowd.py")
        return [event async for event in crowd.ask(request)]

    crowding = asyncio.create_task(crowded())
    await asyncio.sleep(2)
    child = await worker.child(Limits(wall_s=60, cpu_s=60), 72, 0, warm=False)
    request = Execute(child.name, child.next_run(), HONEST, "answer.py")
    events = [event async for event in child.ask(request)]
    crowd.stop()
    await crowding
    await worker.close()
    assert getattr(events[-1], "outcome", None) == "ok", events[-1]
