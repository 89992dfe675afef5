"""What holds for all tests."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, when root runs the tests, those that root cannot fail: `.ci/run` runs them as somebody else."""
    if os.geteuid() != 0:
        return
    senseless = [item for item in items if item.get_closest_marker("ordinary_user")]
    if senseless:
        config.hook.pytest_deselected(items=senseless)
        items[:] = [item for item in items if item not in senseless]
