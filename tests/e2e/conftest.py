"""Windows with the real program in them, and one home that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal
from tests.processes import marked

Open = Callable[..., Terminal]


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[Open]:
    """Starts the program for the same learner each time: `open_terminal(columns, rows, *arguments, **environment)`."""
    with marked() as marker, ExitStack() as stack:
        yield lambda columns=80, rows=24, *arguments, behind=(), ground=(), **environment: stack.enter_context(
            closing(
                Terminal(
                    tmp_path, marker, columns, rows, arguments, behind=behind, environment=environment, ground=ground
                )
            )
        )
