"""What is left to the filter for system calls where other walls stand or don't."""

from __future__ import annotations

import pytest

from tuitutor.worker.walls import landlock
from tuitutor.worker.walls.sandbox import Plan


@pytest.mark.parametrize("namespaces", [False, True])
@pytest.mark.parametrize("version", range(8))
def test_truncating_is_filtered_where_landlock_allows_it(namespaces: bool, version: int) -> None:
    """Landlock knows truncate(2) from version 3 on; a namespace hides no file of the user's."""
    assert Plan(namespaces=namespaces, landlock=version).rules(gpu=False).truncating == (version in (1, 2))


@pytest.mark.parametrize(("namespaces", "scopes"), [(False, 0), (False, landlock.SIGNALS), (True, 0)])
def test_signals_and_groups_are_filtered_where_nothing_else_holds_them(namespaces: bool, scopes: int) -> None:
    rules = Plan(namespaces=namespaces, landlock=6, scopes=scopes).rules(gpu=False)
    assert rules.alone == (not namespaces and not scopes)
    assert rules.leashed == (not namespaces)
