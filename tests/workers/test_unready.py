"""The advice on getting TensorFlow fits the Python that lacks it, and tuitutor's own installation."""

from __future__ import annotations

import subprocess

import pytest

from tuitutor.errors import Remedy
from tuitutor.protocol.events import Unready
from tuitutor.workers.worker import Installation, get_keras, why_unready

OURS = "/home/ada/my env/bin/python"


@pytest.mark.parametrize(
    ("installation", "said"),
    [
        (Installation(OURS, True, True), "Get it with: '/home/ada/my env/bin/python' -m pip install 'tuitutor[cpu]'"),
        (
            Installation(OURS, False, True),
            "Get it with: uv pip install --python '/home/ada/my env/bin/python' 'tuitutor[cpu]'",
        ),
        (
            Installation(OURS, True, False),
            "Ask the person who installed tuitutor here for TensorFlow: pip install 'tuitutor[cpu]'",
        ),
    ],
    ids=["pip", "uv", "somebody else's"],
)
def test_into_our_own_python_goes_the_extra(installation: Installation, said: str) -> None:
    assert get_keras(OURS, installation) == said


@pytest.mark.long
def test_how_tuitutor_was_installed_here_is_found_out() -> None:
    here = Installation.here()
    pip = subprocess.run([here.python, "-m", "pip", "--version"], capture_output=True, check=False)
    assert here.has_pip == (pip.returncode == 0)


@pytest.mark.parametrize("writable", [True, False])
def test_another_python_needs_tensorflow_and_nothing_of_ours(writable: bool) -> None:
    said = get_keras("/opt/site/bin/python3", Installation(OURS, True, writable))
    assert said == "Get it with: /opt/site/bin/python3 -m pip install tensorflow"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (
            Unready("missing", "Keras", "/opt/site/bin/python3 (Python 3.12.1)"),
            "Keras is not installed in /opt/site/bin/python3 (Python 3.12.1). "
            "Get it with: /opt/site/bin/python3 -m pip install tensorflow, or name another",
        ),
        (Unready("backend", "jax", "python"), "KERAS_BACKEND is 'jax', but lessons and grades are made for TensorFlow"),
        (Unready("no-python", "it said nothing", "true"), "'true' isn't a working Python: it said nothing; name"),
        (Unready("too-old", "Keras 2.15", "python"), "python cannot run learner code: Keras 2.15; name another"),
    ],
)
def test_why_a_python_cannot_run_it_is_a_sentence_that_says_what_to_do(event: Unready, said: str) -> None:
    error = why_unready(event)
    assert str(error).startswith(said)
    assert error.remedy == ("" if event.reason == "backend" else Remedy.ANOTHER_PYTHON)
