"""Whose code may run where, and what a learner is told of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tuitutor.engine.trust import OWN, counted, first_word, looked_at, open_doors, shut_doors, untrusted
from tuitutor.errors import NotIsolated
from tuitutor.progress.store import Store
from tuitutor.protocol.isolation import Isolation

ALL = Isolation("namespaces", files=True, network=True, processes=True, ends=True)


@pytest.mark.parametrize(
    "holed", [replace(ALL, files=False), replace(ALL, network=False), replace(ALL, processes=False)]
)
def test_others_code_runs_only_behind_all_walls(holed: Isolation) -> None:
    untrusted().permit(ALL)
    with pytest.raises(NotIsolated, match=r"Other people's code is not run here, since .* use another machine"):
        untrusted().permit(holed)
    untrusted(allow_unisolated=True).permit(holed)
    OWN.permit(Isolation())


def test_reports_of_others_count_only_where_that_is_asked_for() -> None:
    assert (untrusted().verified, untrusted(accept_reported=True).verified, OWN.verified) == (True, False, False)
    assert untrusted(accept_reported=True).isolated
    assert untrusted(allow_unisolated=True).verified


def test_each_wall_is_told_as_one_that_stands_or_as_one_that_does_not() -> None:
    assert (len(shut_doors(ALL)), open_doors(ALL)) == (4, ())
    holed = replace(ALL, network=False)
    assert open_doors(holed) == ("it can reach the network",)
    assert "it cannot reach the network" not in shut_doors(holed)
    assert shut_doors(Isolation()) == ()


def test_the_room_for_files_is_exact_only_where_the_kernel_counts_it() -> None:
    counts = replace(ALL, ends=False)
    for isolation, exact in ((ALL, True), (counts, False)):
        assert any("all files" in words for words in counted(isolation)) == exact
        assert any("all files" in words for words in looked_at(isolation)) != exact
    assert "share and let go of" in looked_at(replace(ALL, network=False))[0]
    assert "share and let go of" not in looked_at(ALL)[0]


def test_a_learner_is_told_once_for_each_tier_what_their_code_could_reach(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert first_word(None, store) == first_word(ALL, store) == ""
    assert first_word(replace(ALL, tier="landlock", network=False), store) == (
        "Note: here it can reach the network; see tuitutor doctor."
    )
    again = Store.open(tmp_path, "course")
    assert first_word(replace(ALL, tier="landlock", network=False), again) == ""
    assert first_word(Isolation(), again).startswith("Note: here code can read and change your files, it can")
