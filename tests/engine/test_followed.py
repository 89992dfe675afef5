"""Advice never costs a check that had passed, and on most starters it wins one that had failed: followed.json."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.engine.followed import STARTER, key, read_table, rows_of, to_run
from tuitutor.course.model import Course
from tuitutor.workers.worker import Worker

ONE_IN = 10  # of the answers of which nothing is said, with `--drawn`


def test_followed_advice_costs_no_check_and_helps_on_most_starters() -> None:
    table = read_table()
    assert {name: row["lost"] for name, row in table.items() if row["lost"]} == {}
    starters = [row for name, row in table.items() if name.endswith(f"/{STARTER}")]
    assert [row["advice"] for row in starters if not row["by"]] == []
    assert sum(bool(row["won"]) for row in starters) * 2 >= len(starters) > 0


@pytest.mark.answers
@pytest.mark.asyncio(loop_scope="session")
async def test_the_table_says_what_is_said_and_what_comes_of_it(
    worker: Worker, course: Course, pytestconfig: pytest.Config
) -> None:
    drawn, table = pytestconfig.getoption("--drawn"), read_table()
    asked = to_run(course)
    if drawn:
        asked.sort(key=lambda each: sha256(f"{drawn} {key(*each)}".encode()).digest())
        silent = [each for each in asked if key(*each) not in table]
        asked = [each for each in asked if key(*each) in table] + silent[::ONE_IN]
    found = await rows_of(asked, worker, course)
    assert found == {name: table[name] for name in map(lambda each: key(*each), asked) if name in table}
