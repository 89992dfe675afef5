"""What holds for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A time limit for each example fails on a busy machine and says nothing of the code.
settings.register_profile("tuitutor", deadline=None)
settings.load_profile("tuitutor")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless asked for, and what proves nothing here: as root what root cannot fail."""
    senseless = ["ordinary_user"] if os.geteuid() == 0 else []
    if "install" not in config.option.markexpr:
        senseless.append("install")
    out = [item for item in items if any(item.get_closest_marker(name) for name in senseless)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
