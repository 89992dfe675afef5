"""What holds for all tests."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

# A time limit for each example fails on a busy machine and says nothing of the code.
settings.register_profile("tuitutor", deadline=None)
settings.load_profile("tuitutor")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--python PATH` has the worker's and the engine's tests run learner code there: `make other-pythons`."""
    parser.addoption("--python", default=None, help="another Python with Keras, to run learner code in")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless asked for, what needs another Python, and as root what root cannot fail."""
    senseless = ["ordinary_user"] if os.geteuid() == 0 else []
    if config.getoption("--python") is None:
        senseless.append("other_python")
    if "install" not in config.option.markexpr:
        senseless.append("install")
    out = [item for item in items if any(item.get_closest_marker(name) for name in senseless)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def learner_python(pytestconfig: pytest.Config) -> str:
    """The Python that runs learner code: ours, or that of `--python`."""
    return pytestconfig.getoption("--python") or sys.executable
