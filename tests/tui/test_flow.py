"""The flows without a screen."""

from __future__ import annotations

import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from tuitutor.course.choices import Question
from tuitutor.grading.question import chosen, with_answer
from tuitutor.tui.flow.pacing import Pacer
from tuitutor.tui.widgets.prose import split_prose


@given(
    st.lists(st.text() | st.sampled_from(["# answer: 9", "#Answer = 12", "answer: 9"])), st.sampled_from(["9", "12"])
)
def test_an_answer_that_is_put_in_is_the_one_that_is_read(lines: list[str], answer: str) -> None:
    assert chosen(Question("9", ("9", "12")), with_answer("\n".join(lines), answer)) == answer


def test_an_answer_replaces_the_one_before() -> None:
    assert with_answer("# answer: 9\nprint(1)\n", "12") == "# answer: 12\nprint(1)\n"
    assert with_answer("x\n#answer=9\ny\n# answer: 3\n", "12") == "x\n# answer: 12\ny\n\n"
    assert with_answer("print(1)\n", "12") == "# answer: 12\nprint(1)\n"


_LINES = st.sampled_from(["# Title", "", "text", "- item", "```", "| a | b |", "> quote"])


@given(st.lists(_LINES, max_size=30), st.integers(1, 9))
def test_text_cut_for_the_first_screenful_is_all_there(lines: list[str], most: int) -> None:
    text = "\n".join(lines)
    assert "".join(split_prose(text, most, 9)) == text


async def test_a_pacer_draws_the_first_at_once_and_the_last_always() -> None:
    drawn: list[int] = []
    done = asyncio.Event()

    def draw(value: int) -> None:
        drawn.append(value)
        if value == 99:
            done.set()

    pacer = Pacer(draw, interval=0.01)
    pacer.post(0)
    assert drawn == [0]
    for value in range(1, 100):
        pacer.post(value)
    await asyncio.wait_for(done.wait(), 5)
    assert drawn == [0, 99]


async def test_after_a_slow_drawing_there_is_time_for_other_things() -> None:
    times: list[float] = []
    done = asyncio.Event()

    def draw(value: int) -> None:
        times.append(asyncio.get_running_loop().time())
        time.sleep(0.05)  # what a drawing costs
        if value == 2:
            done.set()

    pacer = Pacer(draw, interval=0.01)
    pacer.post(1)
    pacer.post(2)
    await asyncio.wait_for(done.wait(), 5)
    assert times[1] - times[0] >= 0.15


async def test_a_key_is_drawn_before_the_next_value_and_the_value_comes_while_somebody_types_on() -> None:
    drawn: list[object] = []
    loop = asyncio.get_running_loop()
    pacer: Pacer[object] = Pacer(drawn.append, interval=0.001)
    pacer.post("first")
    loop.call_later(0.02, drawn.append, "the key")
    pacer.typed()
    pacer.post("second")
    async with asyncio.timeout(30):
        while len(drawn) < 3:
            pacer.typed()
            await asyncio.sleep(0.001)
    pacer.close()
    assert drawn == ["first", "the key", "second"]
