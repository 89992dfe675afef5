"""Shares of a class: together they are all of it, whatever their number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.classroom.sbatch import Shard, ranges, shards_with


@given(st.integers(0, 60), st.integers(1, 20))
def test_shares_are_all_of_it_in_order_and_of_one_size(count: int, of: int) -> None:
    items = list(range(count))
    shares = [Shard(number, of).cut(items) for number in range(1, of + 1)]
    assert [item for share in shares for item in share] == items
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 20))
def test_the_shares_that_are_named_have_all_that_is_wanted(ungraded: list[bool], of: int) -> None:
    named = shards_with(ungraded, of)
    assert sum(sum(Shard(number, of).cut(ungraded)) for number in named) == sum(ungraded)
    assert all(any(Shard(number, of).cut(ungraded)) for number in named)


@given(st.sets(st.integers(1, 99)))
def test_ranges_are_read_as_what_they_were_made_of(numbers: set[int]) -> None:
    parts = [part.split("-") for part in ranges(sorted(numbers)).split(",") if part]
    assert {number for part in parts for number in range(int(part[0]), int(part[-1]) + 1)} == numbers
    assert len(parts) == len([number for number in numbers if number - 1 not in numbers])


@given(st.integers(1, 50), st.integers(0, 50))
def test_a_share_is_read_as_it_is_written(number: int, more: int) -> None:
    assert Shard.read(f"{number}/{number + more}") == Shard(number, number + more)


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1 / 3", "²/3", "1/3\n"])
def test_what_is_no_share_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="isn't a share; write 3/10"):
        Shard.read(text)
