"""Each mistake of the corpus is recognised where it really happens, and its near miss is not."""

from __future__ import annotations

import pytest

from tests.coach.conftest import Coach
from tests.coach.corpus import MISTAKES, Mistake


def test_the_corpus_is_large_enough() -> None:
    assert len(MISTAKES) >= 100


@pytest.mark.sampled(60)
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
async def test_a_mistake_is_recognised_and_its_near_miss_is_not(coach: Coach, mistake: Mistake) -> None:
    advice = await coach(mistake.text, mistake.checks)
    assert [(each.topic, each.line) for each in advice] == [(mistake.topic, mistake.line)], coach.errors[-1]
    said = f"{advice[0].why} {advice[0].try_}"
    assert [words for words in mistake.says if words not in said] == [], said
    assert await coach(mistake.near_miss, mistake.checks) == (), coach.errors[-1]
