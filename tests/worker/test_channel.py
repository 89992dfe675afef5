"""A child's messages arrive whole, or their loss is noticed at once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Event, Predicted, ValueShown
from tuitutor.worker.channel import Emitter

HUGE = "x" * (2 * codec.MAX_LINE)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def said(pipe: tuple[int, int], *events: Event) -> list[bytes]:
    emit = Emitter(pipe[1])
    for event in events:
        emit(event)
    return os.read(pipe[0], 1 << 16).splitlines()


def test_news_that_is_too_large_is_left_out(pipe: tuple[int, int]) -> None:
    [line] = said(pipe, ValueShown("c1", "c1.1", HUGE), ValueShown("c1", "c1.1", "3"))
    assert codec.decode(line) == ValueShown("c1", "c1.1", "3")


def test_an_answer_that_is_too_large_is_no_event_but_it_is_there(pipe: tuple[int, int]) -> None:
    [line] = said(pipe, Predicted("c1", "c1.1", HUGE))
    with pytest.raises(ProtocolError):
        codec.decode(line)
