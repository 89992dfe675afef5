"""Calls in processes of their own: the time that they may use, which takes seconds to try."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workers.calls import LOW, echo, spin, work
from tuitutor.errors import Breach
from tuitutor.workers.apart import Apart


@pytest.fixture
def apart() -> Iterator[Apart]:
    with Apart("so", LOW) as started:
        yield started


@pytest.mark.long
@pytest.mark.parametrize("messages", [0, 20])  # with 20, each message comes in time, all of them don't
def test_time_that_is_used_up_ends_the_call_and_not_the_next(apart: Apart, messages: int) -> None:
    with pytest.raises(Breach, match="takes more than 1 s"):
        list(apart.ask(spin, messages))
    assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


@pytest.mark.long
def test_the_time_for_a_message_begins_anew_with_each(apart: Apart) -> None:
    assert len(list(apart.ask(work, 3))) == 3
