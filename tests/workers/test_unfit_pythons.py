"""For every unusable --python, the learner gets one sentence with the problem and advice."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tuitutor.errors import WorkerUnavailable
from tuitutor.workers.connection import Patience
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

Fake = Callable[[str], object]

OLD = "__version__ = '2.15.0'"
TOO_OLD = r"its Keras 2\.15\.0 is too old; 3\.3 or newer is needed; name another"


@pytest.fixture
def fake_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put a source in the place of Keras."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "tensorflow.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    return (site / "keras.py").write_text


async def refusal(python: object, via: str = "", patience: Patience = Patience()) -> str:
    worker = Worker(LocalLauncher(str(python), via, patience))
    with pytest.raises(WorkerUnavailable) as unavailable:
        await worker.start()
    await worker.close()
    assert worker.restarts == 0
    sentence = str(unavailable.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def script(folder: Path, text: str) -> Path:
    path = folder / "python"
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("keras", "expected"),
    [
        (OLD, TOO_OLD),
        ("import sys, os\nprint('a warning', end='')\nos.system('echo noise')\n" + OLD, TOO_OLD),
        (
            "raise RuntimeError('libcudart is\\nmissing')",
            r"importing Keras failed: RuntimeError: libcudart is missing; ",
        ),
        ("import nosuch", r"importing Keras failed: ModuleNotFoundError: No module named 'nosuch'; name another"),
        (
            "import ctypes\nctypes.string_at(0)",
            r"importing Keras failed: it was killed by SIGSEGV",
        ),
        ("raise SystemExit('no licence')", r"importing Keras failed: it ended with status 1: no licence; name another"),
        ("import tensorflow.nosuch", r"importing Keras failed: ModuleNotFoundError"),
    ],
)
@pytest.mark.long
async def test_a_keras_that_does_not_import(fake_keras: Fake, keras: str, expected: str) -> None:
    fake_keras(keras)
    assert re.search(expected, sentence := await refusal(sys.executable)), sentence
    assert sys.executable in sentence


async def test_a_keras_without_tensorflow(fake_keras: Fake) -> None:
    fake_keras("raise ModuleNotFoundError(\"No module named 'tensorflow'\", name='tensorflow')")
    sentence = await refusal(sys.executable)
    assert sentence.startswith(f"TensorFlow is not installed in {sys.executable}")
    assert "pip install 'tuitutor[cpu]'" in sentence


async def test_a_keras_on_another_backend(fake_keras: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert "KERAS_BACKEND is 'torch'" in await refusal(sys.executable)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#!/bin/sh\nprintf 'conda activated'\nexec {python} \"$@\"\n", TOO_OLD),
        ('#!/bin/sh\necho one; echo two\nexec {python} "$@"\n', TOO_OLD),
        ("#!/bin/sh\n", r"isn't a working Python: it ended with status 0; name another"),
        ("#!/bin/sh\necho 'no such module.' >&2; exit 4\n", r"it ended with status 4: no such module; name another"),
        ("#!/bin/sh\necho \"no file '$3'\" >&2; exit 2\n", r"status 2: no file '\.\.\.'; name another"),
        ('#!/bin/sh\nls -- "$3"\n', r"status 2: ls: [^=;]*; name another"),
        ('#!/bin/sh\necho why >&2; echo "$3" | sed -n 2p >&2; exit 1\n', r"status 1: why; name another"),
        ("#!/bin/sh\nprintf '%01000d end' 0 >&2; exit 1\n", r"status 1: \.\.\. 0{196} end; name another"),
        ("#!/no/such/shell\n", r"its first line names a program that is gone"),
        ("\x7fELF", r"cannot be started: it isn't built for this machine"),
    ],
)
@pytest.mark.long
async def test_what_stands_in_for_python(fake_keras: Fake, tmp_path: Path, text: str, expected: str) -> None:
    fake_keras(OLD)
    python = script(tmp_path, text.replace("{python}", sys.executable))
    assert re.search(expected, sentence := await refusal(python)), sentence


async def test_what_is_no_program_at_all(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch(mode=0o644)
    assert "it is a folder" in await refusal(tmp_path)
    assert "permission denied" in await refusal(plain)
    assert "There is no command 'nosuchpython'" in await refusal("nosuchpython")


@pytest.mark.long
async def test_a_python_that_hangs(fake_keras: Fake, tmp_path: Path) -> None:
    silent = script(tmp_path, "#!/bin/sh\necho banner\nexec sleep 600\n")
    sentence = await refusal(silent, patience=Patience(start_s=0.2))
    assert "isn't a working Python: it said nothing for 0.2 s" in sentence
    fake_keras("import time\ntime.sleep(600)")
    sentence = await refusal(sys.executable, patience=Patience(import_s=0.2))
    assert "importing Keras failed: it said nothing for 0.2 s" in sentence


@pytest.mark.long
async def test_a_queue_may_take_its_time_and_a_launcher_that_fails_is_quoted(fake_keras: Fake, tmp_path: Path) -> None:
    fake_keras(OLD)
    queue = script(tmp_path, '#!/bin/sh\nsleep 6\nexec "$@"\n')
    assert re.search(TOO_OLD, await refusal(sys.executable, str(queue), Patience(start_s=5)))
    queue.write_text("#!/bin/sh\necho 'error: invalid partition' >&2\nexit 1\n")
    sentence = await refusal("python3", str(queue))
    assert "'python' did not start your code's Python: it ended with status 1: error: invalid partition." in sentence
