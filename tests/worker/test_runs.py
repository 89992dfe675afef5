"""Output and results of a learner's program come back as events, and all ways to end are distinguished."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.worker.conftest import Run
from tuitutor.config.settings import load
from tuitutor.protocol.events import (
    BatchEnded,
    ChildEnded,
    EpochEnded,
    Event,
    Executed,
    FitStarted,
    Measured,
    ModelSeen,
    Output,
    ScalarLogged,
    ValueShown,
)
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Measure
from tuitutor.worker.processes import descendants
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

FIT = dedent("""
    import keras, numpy as np
    from keras import layers
    x, y = np.random.random((640, 3)), np.random.randint(2, size=640)
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=12, validation_split=0.1, verbose=0)
""")


def printed(events: list[Event], stream: str = "stdout") -> str:
    return "".join(event.text for event in events if isinstance(event, Output) and event.stream == stream)


def error_of(events: list[Event]) -> tuple[str, int | None]:
    last = events[-1]
    assert isinstance(last, Executed)
    assert last.error is not None
    return last.error.kind, last.error.line


def end_of(events: list[Event]) -> tuple[str, int | None]:
    last = events[-1]
    assert isinstance(last, ChildEnded)
    return last.cause, last.frames[-1].line if last.frames else None


async def test_output_value_and_end_come_in_order(run: Run) -> None:
    events = await run("print('one')\nimport sys\nprint('two', file=sys.stderr)\n1 + 1")
    assert printed(events) == "one\n"
    assert printed(events, "stderr") == "two\n"
    assert [type(event) for event in events[-2:]] == [ValueShown, Executed]
    assert events[-2] == ValueShown(events[-2].child, events[-2].run, "2")  # type: ignore[union-attr]


async def test_display_shows_values_as_a_notebook_does(run: Run) -> None:
    events = await run("display([1, 2], 'two')")
    assert "".join(event.text for event in events if isinstance(event, Output)) == "[1, 2]\n'two'\n"


@pytest.mark.spine
async def test_a_fit_streams_its_epochs(run: Run) -> None:
    events = await run(FIT)
    assert not [event for event in events if isinstance(event, ValueShown)]  # the History, which only has an address
    epochs = [event for event in events if isinstance(event, EpochEnded)]
    assert [event.epoch for event in epochs] == list(range(1, 13))
    assert epochs[0].logs.keys() == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert next(event for event in events if isinstance(event, FitStarted)).validation


@pytest.mark.long
async def test_a_model_is_described_when_its_fit_begins(run: Run) -> None:
    unbuilt = FIT.replace("keras.Input((3,)), ", "")
    for source, where in ((FIT, [1]), (unbuilt, [1, 2])):  # what is not built yet is once its first batch has gone by
        told = [event for event in await run(source) if isinstance(event, (FitStarted, ModelSeen, EpochEnded))]
        assert [type(event) for event in told].index(ModelSeen) in where
        [seen] = [event.model for event in told if isinstance(event, ModelSeen)]
        assert (seen.params, [layer.output_shape for layer in seen.layers]) == (8, [(None, 2)])


@pytest.mark.long
async def test_a_slow_epoch_tells_how_far_it_is(run: Run) -> None:
    slow = "keras.callbacks.LambdaCallback(on_train_batch_end=lambda *_, **__: time.sleep(0.2))"
    fit = FIT.replace("epochs=12, validation_split=0.1", f"epochs=1, steps_per_epoch=4, callbacks=[{slow}]")
    told = [event.step for event in await run("import time\n" + fit) if isinstance(event, BatchEnded)]
    assert told == [1, 2, 3]  # each batch but the first, whose epoch has just begun


@pytest.mark.long
async def test_a_fast_epoch_tells_it_ten_times_a_second_at_most(run: Run) -> None:
    events = await run(FIT.replace("epochs=12", "epochs=1, batch_size=1"))  # 576 batches
    [seconds] = [event.seconds for event in events if isinstance(event, EpochEnded)]
    assert len([event for event in events if isinstance(event, BatchEnded)]) <= seconds / 0.1 + 1


@pytest.mark.spine
async def test_the_same_code_gives_the_same_numbers(run: Run) -> None:
    warm, cold = await run(FIT, warm=True), await run(FIT)
    logs = [[event.logs for event in events if isinstance(event, EpochEnded)] for events in (warm, cold)]
    assert len(logs[0]) == 12
    assert logs[0] == logs[1]


async def test_an_own_training_loop_is_streamed_from_summary_scalars(run: Run) -> None:
    events = await run(
        "import tensorflow as tf\nfor i in range(3):\n    tf.summary.scalar('loss', 1.0 / (i + 1), step=i)"
    )
    assert [(event.name, event.step, event.value) for event in events if isinstance(event, ScalarLogged)] == [
        ("loss", 0, 1.0),
        ("loss", 1, 0.5),
        ("loss", 2, pytest.approx(1 / 3)),
    ]


async def test_tensorflow_can_be_configured_in_an_unwarmed_child(run: Run) -> None:
    events = await run("import tensorflow as tf\ntf.config.threading.set_intra_op_parallelism_threads(2)")
    assert events[-1].outcome == "ok"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1\ny = = 2\n", ("SyntaxError", 2)),
        ("import keras\n\nkeras.layers.Dense(unit=3)\n", ("TypeError", 3)),
        ("def f():\n    return 1 / 0\nf()\n", ("ZeroDivisionError", 2)),
        ("import sys\nsys.exit(0)\n", ("SystemExit", 2)),
        ("quit()\n", ("SystemExit", 1)),
        ("import numpy as np\nx = np.ones(20_000_000_000)\n", ("MemoryError", 2)),
        ("import sys\nsys.stdout.close()\nprint('lost')\n", ("ValueError", 3)),
        ("import os\nos.close(1)\n", ("ClosedOutput", 2)),
        ("open('big', 'wb').write(bytes(300 << 20))\n", ("OSError", 1)),
        ("input()\n", ("EOFError", 1)),
        ("class E(Exception):\n    def __str__(self): return 1 / 0\nraise E\n", ("E", 3)),
        ("\0\n", ("SyntaxError", None)),
    ],
)
@pytest.mark.long
async def test_an_error_names_the_learners_line(run: Run, source: str, expected: tuple[str, int | None]) -> None:
    assert error_of(await run(source)) == expected


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("source", "limits", "expected"),
    [
        ("import os\nos._exit(0)\n", Limits(), ("exited", 2)),
        ("import os\nos.abort()\n", Limits(), ("crashed", 2)),
        ("i = 0\nwhile True:\n    i += 1\n", Limits(cpu_s=1), ("cpu", 3)),
        ("import time\n\ntime.sleep(600)\n", Limits(wall_s=5), ("wall", 3)),  # a busy machine may take 1 to begin
        ("while True: print('flood')\n", Limits(output_bytes=1 << 20), ("output", 1)),
    ],
)
async def test_an_abrupt_end_says_its_cause_and_line(
    run: Run, source: str, limits: Limits, expected: tuple[str, int | None]
) -> None:
    events = await run(source, limits)
    cause, line = end_of(events)
    assert cause == expected[0]
    assert line is not None
    assert expected[1] is not None
    assert abs(line - expected[1]) <= 1  # a loop may be caught on its head


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import urllib.request\nurllib.request.urlopen('http://localhost')", "the network is closed here"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "the network is closed here"),
        ("import socket\nsocket.socket(socket.AF_UNIX)", "this is closed to code that runs here"),
        ("open('/etc/tuitutor-was-here', 'w')", "/etc/tuitutor-was-here is outside of what code may use here"),
        ("import os\nos.kill(1, 9); os.setpriority(os.PRIO_PROCESS, 1, 5)", "this is closed to code that runs here"),
    ],
)
async def test_a_refusal_is_a_sentence(run: Run, source: str, said: str) -> None:
    last = (await run(source))[-1]
    assert isinstance(last, Executed)
    assert last.error is not None
    assert said in last.error.message
    assert "Errno" not in last.error.message


LIBRARIES = """
import matplotlib
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
matplotlib.use("Agg")
import matplotlib.pyplot as plt
plt.plot([1, 2]); plt.savefig("figure.png")
x, y = load_digits(return_X_y=True)
LogisticRegression(max_iter=5).fit(x[:100], y[:100])
"""


@pytest.mark.spine
async def test_ordinary_work_still_works(run: Run, pytestconfig: pytest.Config) -> None:
    source = """
import multiprocessing, pathlib, shutil, socket, tempfile, threading
import keras, numpy as np

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
model.save("model.keras")
shutil.copy("model.keras", "copy.keras")
shutil.copytree(".", tempfile.mkdtemp() + "/all", dirs_exist_ok=True, ignore=shutil.ignore_patterns("tmp*"))
assert keras.saving.load_model("copy.keras").count_params() == 6
a, b = socket.socketpair(); a.send(b"x"); b.recv(1)
threads = [threading.Thread(target=np.ones, args=(9,)) for _ in range(20)]
[t.start() for t in threads]; [t.join() for t in threads]
with multiprocessing.get_context("fork").Pool(2) as pool:
    pool.map(abs, [-1, 2])
print(sorted(path.name for path in pathlib.Path.home().glob("*.keras")))
"""
    ours = pytestconfig.getoption("--python") is None  # another Python need not have these
    events = await run(source + LIBRARIES * ours, warm=True)
    assert printed(events) == "['copy.keras', 'model.keras']\n"
    assert isinstance(events[-1], Executed)
    assert events[-1].error is None


SEVERAL_PROCESSES = """
import asyncio, multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
import keras, numpy as np

def square(number):
    return number * number

class Batches(keras.utils.PyDataset):
    def __len__(self):
        return 4
    def __getitem__(self, index):
        return np.full((8, 2), index, "float32"), np.ones((8, 1), "float32")

async def program():
    running = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(7)", stdout=asyncio.subprocess.PIPE)
    return (await running.communicate())[0].decode()

found = []
for method in ("fork", "spawn"):
    with multiprocessing.get_context(method).Pool(2) as pool:
        found.append(pool.map(abs, [-1, 2]))
with multiprocessing.Pool(2) as pool, ProcessPoolExecutor(2) as executor:
    found += [pool.map(square, [3]), list(executor.map(square, [4]))]
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
for several in (False, True):
    model.fit(Batches(workers=2, use_multiprocessing=several), epochs=1, verbose=0)
model.save("model.keras")
print(found, asyncio.run(program()), multiprocessing.get_start_method())
"""

CROSS_VALIDATION = """
from joblib import Parallel, delayed
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

assert len(cross_val_score(LogisticRegression(max_iter=200), *load_iris(return_X_y=True), n_jobs=2)) == 5
assert Parallel(n_jobs=2)(delayed(square)(number) for number in (2, 3)) == [4, 9]
"""


@pytest.mark.long
async def test_work_in_several_processes_still_works(run: Run, pytestconfig: pytest.Config) -> None:
    ours = pytestconfig.getoption("--python") is None
    events = await run(SEVERAL_PROCESSES + CROSS_VALIDATION * ours)
    assert isinstance(events[-1], Executed)
    assert events[-1].error is None, events[-1].error
    assert printed(events) == "[[1, 2], [1, 2], [9], [16]] 7\n fork\n"


async def test_open_files_are_few_for_good(run: Run) -> None:
    source = "import os, resource\nprint(*resource.getrlimit(resource.RLIMIT_NOFILE))\n"
    raising = "resource.setrlimit(resource.RLIMIT_NOFILE, (513, 513))"
    events = await run(source + raising)
    assert printed(events) == "512 512\n"
    assert error_of(events) == ("ValueError", 3)


@pytest.mark.spine
async def test_a_flood_is_cut_and_counted(run: Run) -> None:
    events = await run("for i in range(200_000): print('x' * 9)")
    assert len(printed(events)) == 256 << 10
    assert sum(event.dropped for event in events if isinstance(event, Output)) == 2_000_000 - (256 << 10)


async def test_an_interrupt_keeps_the_variables(worker: Worker) -> None:
    child = await worker.child(Limits(), 72, 0, warm=False)
    request = Execute(child.name, child.next_run(), "n = 7\nprint('here')\nwhile True: pass", "cell 1")
    async for event in child.ask(request):
        if isinstance(event, Output):
            child.interrupt()
    assert isinstance(event, Executed)
    assert event.outcome == "interrupted"
    after = [event async for event in child.ask(Execute(child.name, child.next_run(), "n", "cell 2"))]
    assert any(isinstance(event, ValueShown) and event.text == "7" for event in after)
    child.stop()


async def test_stopping_ends_every_descendant(worker: Worker) -> None:
    """Also one that ignores signals, left the process group and lost its parent."""
    source = dedent("""
        import ctypes, os, signal, time
        if os.fork() == 0:
            try:
                os.setsid()
            except PermissionError:
                pass  # where no namespace would end it
            parent = os.getpid()
            if os.fork() == 0:
                for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
                ctypes.CDLL(None).prctl(15, b"a-stray")  # PR_SET_NAME
                while os.getppid() == parent:  # looked for before, it may be found nowhere: neither here nor there
                    time.sleep(0.01)
                print("astray", flush=True)
                time.sleep(600)
            os._exit(0)
        time.sleep(600)
    """)
    worker_pid = (await worker.start()).pid

    def strays() -> list[int]:
        return [pid for pid in descendants(worker_pid) if b"a-stray" in Path(f"/proc/{pid}/comm").read_bytes()]

    child = await worker.child(Limits(), 72, 0, warm=False)
    seen: list[int] = []
    async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py")):
        if isinstance(event, Output) and "astray" in event.text:
            seen = strays()
            child.stop()
    assert isinstance(event, ChildEnded)
    assert event.cause == "stopped"
    assert seen
    assert not set(seen) & set(descendants(worker_pid))


@pytest.mark.long
async def test_what_was_measured_says_what_is_there(worker: Worker) -> None:
    child = await worker.child(Limits(), 72, 0, warm=False)
    _ = [event async for event in child.ask(Execute(child.name, child.next_run(), FIT + "batch = x[:32]", "a.py"))]
    events = [event async for event in child.ask(Measure(child.name, child.next_run(), ("batch", "absent")))]
    child.stop()
    measured = events[-1]
    assert isinstance(measured, Measured)
    facts = measured.facts
    assert facts.model is not None
    assert (facts.model.params, facts.model.output_shape) == (8, (None, 2))
    assert facts.compiled is not None
    assert (facts.compiled.loss, facts.compiled.optimizer) == ("sparse_categorical_crossentropy", "rmsprop")
    assert [(v.name, v.shape, v.dtype) for v in facts.variables] == [("batch", (32, 3), "float64")]
    assert (facts.fits[0].epochs_run, facts.fits[0].batch_size, facts.fits[0].validation) == (12, 32, True)
    assert facts.saved


@pytest.mark.long
async def test_a_child_shares_most_of_its_memory_with_the_worker(run: Run) -> None:
    source = """
import gc, pathlib
gc.collect()
lines = pathlib.Path("/proc/self/smaps_rollup").read_text().splitlines()
print(sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) // 1024)
"""
    own = int(printed(await run(source, warm=True)))
    assert own < 110, f"{own} MB of its own; about 70 where collecting garbage leaves alone what Keras has made"


@pytest.mark.long
async def test_one_model_after_another_is_nothing_to_warn_of(run: Run) -> None:
    source = """
import keras, numpy as np
x = np.zeros((4, 3))
for units in range(1, 9):
    keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)]).predict(x, verbose=0)
"""
    events = await run(source)
    assert isinstance(events[-1], Executed)
    assert events[-1].error is None
    assert printed(events, "stderr") == ""


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("warm", [True, False])
async def test_the_least_memory_that_may_be_set_is_enough_to_train(run: Run, warm: bool) -> None:
    source = (
        "import keras, numpy as np\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(8), keras.layers.Dense(2)])\n"
        "model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')\n"
        "model.fit(np.ones((2000, 3)), np.zeros(2000), epochs=2, verbose=0)\nmodel.save('model.keras')"
    )
    least = load({}, {"TUITUTOR_MEMORY_GB": "2.5"}, Path("none"), Path("none")).limits().memory_bytes
    events = await run(source, Limits(memory_bytes=least), warm)
    assert isinstance(events[-1], Executed)
    assert events[-1].outcome == "ok", events[-1]
