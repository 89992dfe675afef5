"""Watching changes nothing: plain Python and one with all our watching train to the same bits."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tuitutor
from tests.worker.conftest import Facts, the_fit

pytestmark = pytest.mark.any_python

CASES = Path(__file__).with_name("watching_cases.py")


def trained(how: str, every: int, python: str) -> list[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(tuitutor.__file__).parents[1])}
    command = [python, str(CASES), how, str(every)]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=1800, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout.splitlines()


def same_bits(every: int, python: str | None) -> None:
    """Every so many cases train to the same bits in both ways."""
    with ThreadPoolExecutor() as both:
        plain, watched = both.map(lambda how: trained(how, every, python or sys.executable), ("plain", "watched"))
    assert plain == watched
    assert len(plain) > 5
    assert not [line for line in plain if "Error" in line and "jit" not in line]


@pytest.mark.long
@pytest.mark.more_cases
def test_with_and_without_watching_every_bit_is_the_same(pytestconfig: pytest.Config) -> None:
    """A third of the cases with --python (`make other-pythons`), one in 25 otherwise."""
    other = pytestconfig.getoption("--python")
    same_bits(3 if other else 25, other)


@pytest.mark.soak
def test_so_it_is_in_all_cases(pytestconfig: pytest.Config) -> None:
    same_bits(1, pytestconfig.getoption("--python"))


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_the_optimizer_of_a_mixed_policy_is_the_one_that_was_asked_for(facts: Facts) -> None:
    answer = """
keras.config.set_dtype_policy("mixed_float16")
model = network()
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.RMSprop(0.25))
model.fit(x, y, verbose=0)
"""
    fit = await the_fit(facts, answer)
    assert fit.compiled is not None
    assert (fit.compiled.optimizer, fit.compiled.learning_rate) == ("rmsprop", 0.25)
    assert fit.lowest_rate == 0.25
