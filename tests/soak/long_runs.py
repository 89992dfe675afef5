"""`make soak`: minutes, so that neither pytest nor `make test` finds this by its name."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Open, open_terminal
from tests.soak.steady import raise_limits, stay_flat, use

__all__ = ["open_terminal"]

HOUR = 3600.0


def test_memory_stays_flat_through_100_000_epochs_and_a_gigabyte_of_output(open_terminal: Open, tmp_path: Path) -> None:
    raise_limits(tmp_path)
    stay_flat(open_terminal(), epochs=100_000, printed=1_000, seconds=HOUR)


def test_memory_after_an_hour_of_use(open_terminal: Open) -> None:
    use(open_terminal(120, 36), seconds=HOUR)
