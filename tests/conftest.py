"""What holds for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A time limit for each example fails on a busy machine and says nothing of the code.
settings.register_profile("tuitutor", deadline=None)
settings.load_profile("tuitutor")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless it is asked for, and, when root runs the tests, those that root cannot fail:
    `.ci/run` runs both.
    """
    markers = []
    if "install" not in config.option.markexpr:
        markers.append("install")
    if os.geteuid() == 0:
        markers.append("ordinary_user")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in markers)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
