"""What a learner without Keras is told to do fits how tuitutor was installed."""

from __future__ import annotations

import pytest

from tuitutor.engine.remedy import Installation, how_to_get_keras
from tuitutor.protocol.messages import Unready

OURS = "/home/ada/my env/bin/python"
ELSEWHERE = "or name a Python that has Keras with --python PATH."


def missing(python: str) -> Unready:
    return Unready("missing", "no module named 'keras'", f"{python} (Python 3.12.7)")


@pytest.mark.parametrize(
    ("installation", "command"),
    [
        (Installation(OURS, True, True), "Get it with: '/home/ada/my env/bin/python' -m pip install 'tuitutor[cpu]', "),
        (Installation(OURS, False, True), "uv pip install --python '/home/ada/my env/bin/python' 'tuitutor[cpu]', "),
        (Installation(OURS, True, False), "Ask whoever installed tuitutor here to add TensorFlow: "),
    ],
    ids=["pip", "uv", "not theirs"],
)
def test_into_our_own_python_goes_the_extra(installation: Installation, command: str) -> None:
    said = how_to_get_keras(missing(OURS), installation)
    assert f"{OURS} (Python 3.12.7) has no module named 'keras'." in said
    assert command in said
    assert said.endswith(ELSEWHERE)


@pytest.mark.parametrize("writable", [True, False])
def test_another_python_needs_tensorflow_and_nothing_of_ours(writable: bool) -> None:
    said = how_to_get_keras(missing("/opt/site/bin/python3"), Installation(OURS, True, writable))
    assert "Get it with: /opt/site/bin/python3 -m pip install tensorflow, " in said
    assert "tuitutor[" not in said
    assert said.endswith(ELSEWHERE)


def test_a_python_that_is_too_old_is_not_to_be_filled() -> None:
    event = Unready("too-old", "Python 3.9.1 is too old; 3.10 or newer is needed", "/usr/bin/python3 (Python 3.9.1)")
    said = how_to_get_keras(event, Installation("/usr/bin/python3", True, True))
    assert "pip" not in said
    assert "Name another with --python PATH." in said
