"""Every run can read a course's `data` and never write it; it can read `hidden` only if no learner code ever runs."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.adversarial.kernels import prefix
from tests.unshared import hiding
from tuitutor.authoring.data_list import keep_list
from tuitutor.errors import WorkerUnavailable
from tuitutor.protocol.events import ChildEnded, Drawn, Executed, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import Draw, Execute, HiddenData
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Child, Worker

LIMITS = Limits(wall_s=60, cpu_s=60)
DRAW = """
import numpy as np
def rows(n, seed):
    hidden = np.loadtxt("hidden/test.csv", delimiter=",", ndmin=2)
    return hidden[:, :1], hidden[:, 1:] + np.loadtxt("data/rows.csv", delimiter=",")[0, 0]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a public and a hidden file, a link that leads out, and a manifest."""
    folder = tmp_path_factory.mktemp("course") / "site-packages/my_course"  # where all else may be read
    for name, text in {"data/rows.csv": "1,2\n3,4\n", "data/deep/a.txt": "deep", "hidden/test.csv": "5,6\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "one.md").write_text("the solution")
    assert not keep_list(folder).problems
    (folder / "data/out").symlink_to(folder / "one.md")
    return folder


@pytest.fixture(scope="module")
def keras_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's Keras folder: a data set, one of an unexpected form, and an archive to extract."""
    home = tmp_path_factory.mktemp("keras")
    (home / "datasets/pets_extracted").mkdir(parents=True)
    (home / "models").mkdir()
    np.savez(home / "datasets/small.npz", x=np.arange(3))
    (home / "datasets/mnist.npz").write_bytes(b"half of it")
    with zipfile.ZipFile(home / "datasets/pets.zip", "w") as archive:
        archive.writestr("cat.txt", "in the archive")
    (home / "datasets/pets_extracted/cat.txt").write_text("extracted before")
    return home


@pytest.fixture(scope="module")
def site_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("site")
    (home / "models").mkdir()
    (home / "models/net.txt").write_text("weights")
    return home


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield


@asynccontextmanager
async def started(launcher: LocalLauncher, keras_home: Path) -> AsyncIterator[Worker]:
    worker, course = Worker(launcher), launcher.course()
    assert course is not None
    try:
        with environment(KERAS_HOME=str(keras_home), PYTHONPATH=str(course.parent)):
            await worker.start()
        yield worker
    finally:
        await worker.close()


@dataclass
class Ran:
    """The printed text of a program, and its exception."""

    printed: str
    error: ErrorInfo | None


async def ran(worker: Worker, source: str) -> Ran:
    child = await worker.child(LIMITS, columns=72, seed=0, warm=False)
    *events, last = [event async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py"))]
    child.stop()
    assert isinstance(last, Executed), last
    return Ran("".join(event.text for event in events if isinstance(event, Output)), last.error)


REFUSED = """
import os
tried = {}
def attempt(name, call, *arguments):
    try:
        call(*arguments)
        tried[name] = "done"
    except OSError as error:
        tried[name] = "refused"
def write(path):
    open(path, "a").write("9,9\\n")
def read(path):
    open(path).read()
course = os.path.dirname(os.path.realpath("data"))
attempt("append", write, "data/rows.csv")
attempt("create", write, "data/new.csv")
attempt("delete", os.unlink, "data/rows.csv")
attempt("truncate", os.truncate, "data/rows.csv", 0)
attempt("rename", os.rename, "data/rows.csv", "data/other.csv")
attempt("move in", os.rename, "data/rows.csv", "mine.csv")
attempt("hard link", os.link, "data/rows.csv", "mine.csv")
attempt("make a folder", os.mkdir, "data/mine")
attempt("link that leads out", read, "data/out")
for at in ("", "data/../", course + "/", "/proc/self/cwd/data/../", "/proc/self/root" + course + "/"):
    at += "hidden"
    attempt(at.replace(course, "COURSE") + "/test.csv", read, at + "/test.csv")
attempt("lesson", read, course + "/one.md")
attempt("manifest", read, course + "/data.json")
for pid in range(1, os.getpid() + 50):
    if pid != os.getpid():
        attempt("by another process", read, f"/proc/{pid}/root{course}/hidden/test.csv")
        attempt("by another folder", read, f"/proc/{pid}/cwd/hidden/test.csv")
print({name for name, how in tried.items() if how == "done"})
os.unlink("data")
os.mkdir("data")
write("data/rows.csv")  # it only deceives itself
"""


@pytest.mark.long
@pytest.mark.parametrize("kernel", ["", "no-userns"])
async def test_data_is_read_and_nothing_of_the_course_changed(
    kernel: str, learner_python: str, folder: Path, keras_home: Path
) -> None:
    async with started(LocalLauncher(learner_python, prefix(kernel), course=lambda: folder), keras_home) as worker:
        read = await ran(worker, "print(open('data/rows.csv').read(), open('data/deep/a.txt').read())")
        assert (read.printed, read.error) == ("1,2\n3,4\n deep\n", None)

        refused = await ran(worker, REFUSED)
        assert refused.error is None, refused.error.traceback
        assert refused.printed == "set()\n"
        assert (folder / "data/rows.csv").read_text() == "1,2\n3,4\n"
        assert sorted(path.name for path in (folder / "data").iterdir()) == ["deep", "out", "rows.csv"]
        await verifies(worker)

        for source, said in {
            "open('data/rows.csv', 'w')": "data/rows.csv is the course's, and can only be read",
            f"open({str(folder / 'one.md')!r})": "put it into data/ and read it as 'data/one.md'",
            "open('data/row.csv')": "did you mean 'data/rows.csv'?",
            "open('rows.csv')": "did you mean 'data/rows.csv'?",
            "import numpy as np\nnp.loadtxt('data/nothing')": "data/ has deep, out, rows.csv",
        }.items():
            error = (await ran(worker, source)).error
            assert error is not None
            assert said in error.message


@pytest.mark.long
async def test_keras_finds_what_was_fetched_and_says_how_to_get_the_rest(
    learner_python: str, folder: Path, keras_home: Path, site_home: Path
) -> None:
    launcher = LocalLauncher(learner_python, course=lambda: folder, keras_dir=str(site_home))
    async with started(launcher, keras_home) as worker:
        await fetched(worker, keras_home)


async def verifies(worker: Worker) -> None:
    child = await worker.child(LIMITS, columns=72, seed=0, verifies=True)
    assert (await drawn(child)).problem is None
    events = [event async for event in child.ask(Execute(child.name, child.next_run(), "print(1)", "answer.py"))]
    assert [type(event) for event in events] == [ChildEnded], "learner code where hidden files can be read"
    other = await worker.child(LIMITS, columns=72, seed=0)
    assert "FileNotFoundError" in ((await drawn(other)).problem or "")


async def drawn(child: Child, source: str = DRAW) -> Drawn:
    request = Draw(child.name, child.next_run(), source, HiddenData("rows", 1, 0))
    *_, last = [event async for event in child.ask(request)]
    assert isinstance(last, Drawn), last
    return last


GET = "import keras, os\nprint(open(keras.utils.get_file({arguments})).read())"


async def fetched(worker: Worker, keras_home: Path) -> None:
    digest = hashlib.sha256((keras_home / "datasets/small.npz").read_bytes()).hexdigest()
    with_digest = f"'small.npz', 'https://example.org/small.npz', file_hash={digest!r}"
    found = await ran(
        worker, f"import keras, numpy as np\nprint(np.load(keras.utils.get_file({with_digest}))['x'].sum())"
    )
    assert (found.printed, found.error) == ("3\n", None)

    net = "'net.txt', 'https://example.org/net.txt', cache_subdir='models'"
    assert (await ran(worker, GET.format(arguments=net))).printed == "weights\n"

    pets = "import keras\nat = keras.utils.get_file('pets.zip', 'https://example.org/pets.zip', extract=True)\n"
    extracted = await ran(worker, pets + "print(open(at + '/cat.txt').read())")
    assert (extracted.printed, extracted.error) == ("extracted before\n", None)

    own = "import pathlib, keras\nown = pathlib.Path('own.txt').resolve()\nown.write_text('mine')\n"
    written = await ran(worker, own + "print(open(keras.utils.get_file('mine.txt', own.as_uri())).read())")
    assert written.printed.endswith("mine\n")
    assert not (keras_home / "datasets/mine.txt").exists()

    for source, name, asked in (
        ("keras.datasets.mnist.load_data()", "mnist.npz", "mnist"),
        ("keras.applications.MobileNetV2(weights='imagenet')", "mobilenet_v2_weights", "MobileNetV2"),
        ("keras.utils.get_file(origin='https://example.org/a/b.csv')", "b.csv", "https://example.org/a/b.csv"),
        ("keras.utils.get_file('poem', 'https://example.org/a?b')", "poem", "'https://example.org/a?b' --as poem"),
        ("keras.utils.get_file('n', 'https://ex.org/n', cache_subdir='models')", "n", "https://ex.org/n --as models/n"),
    ):
        error = (await ran(worker, f"import keras\n{source}")).error
        assert error is not None
        assert f"no whole copy of {name}" in error.message
        assert error.message.endswith(f"tuitutor data fetch {asked}")
    assert (keras_home / "datasets/mnist.npz").read_bytes() == b"half of it"


@pytest.mark.long
async def test_caches_are_made_where_the_answer_may_write(
    learner_python: str, folder: Path, keras_home: Path, tmp_path: Path
) -> None:
    with environment(XDG_CACHE_HOME=str(tmp_path / "cache")):
        async with started(LocalLauncher(learner_python, course=lambda: folder), keras_home) as worker:
            read = await ran(worker, "import matplotlib\nopen(matplotlib.get_cachedir() + '/fonts', 'w').close()")
    assert (read.printed, read.error) == ("", None)


@pytest.mark.spine
async def test_files_that_a_machine_does_not_see_are_sent_and_removed(
    learner_python: str, folder: Path, keras_home: Path, tmp_path: Path
) -> None:
    (scratch := tmp_path / "scratch").mkdir()
    launcher = LocalLauncher(learner_python, hiding(folder, tmp_path), course=lambda: folder)
    with environment(TMPDIR=str(scratch)):
        async with started(launcher, keras_home) as worker:
            [home] = scratch.glob("tuitutor-run-*")
            assert home.stat().st_mode & 0o777 == 0o700
            assert (home / "course/hidden/test.csv").read_text() == "5,6\n"
            read = await ran(worker, "print(open('data/rows.csv').read())\nopen('data/../hidden/test.csv')")
            assert read.printed == "1,2\n3,4\n\n"
            assert read.error is not None
            assert read.error.kind == "PermissionError"
            child = await worker.child(LIMITS, columns=72, seed=0, verifies=True)
            assert (await drawn(child)).problem is None
    assert not list(scratch.iterdir())


def change(folder: Path) -> None:
    (folder / "data/rows.csv").write_text("7,7\n7,7\n")


def make_large(folder: Path) -> None:
    for number in range(2):
        with (folder / f"data/{number}.bin").open("wb") as file:
            file.truncate(40_000_000)
    assert not keep_list(folder).problems


@pytest.mark.long
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (change, "isn't the file that data.json lists"),
        (make_large, "too much to send: 80 MB, where 50 MB are the most"),
    ],
)
async def test_files_that_cannot_be_sent_are_a_sentence(
    spoil: Callable[[Path], None], said: str, learner_python: str, tmp_path: Path
) -> None:
    (folder := tmp_path / "course").mkdir()
    (folder / "data").mkdir()
    (folder / "data/rows.csv").write_text("1,2\n3,4\n")
    assert not keep_list(folder).problems
    spoil(folder)
    worker = Worker(LocalLauncher(learner_python, hiding(folder, tmp_path), course=lambda: folder))
    with pytest.raises(WorkerUnavailable, match=said):
        await worker.start()
    await worker.close()
