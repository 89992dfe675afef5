"""The app's memory, in a short form of `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.soak.steady import raise_limits, stay_flat

pytestmark = pytest.mark.long


def test_memory_stays_flat_while_much_is_trained_and_printed(open_terminal: Open, tmp_path: Path) -> None:
    raise_limits(tmp_path)
    stay_flat(open_terminal(), epochs=1_000, printed=50, seconds=120.0)
