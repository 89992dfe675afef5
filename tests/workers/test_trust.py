"""Rules for running other people's code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tuitutor.errors import NotIsolated, Remedy
from tuitutor.protocol.isolation import Isolation
from tuitutor.workers.trust import OWN, open_doors, sandbox_in_words, untrusted

ALL = Isolation("namespaces", files=True, network=True, processes=True, ends=True)


@pytest.mark.parametrize(
    "holed", [replace(ALL, files=False), replace(ALL, network=False), replace(ALL, processes=False)]
)
def test_others_code_runs_only_behind_all_walls(holed: Isolation) -> None:
    untrusted().permit(ALL)
    said = r"Other people's code is not run here, since .* use another machine"
    with pytest.raises(NotIsolated, match=said) as refused:
        untrusted().permit(holed)
    assert refused.value.remedy == Remedy.UNISOLATED
    untrusted(allow_unisolated=True).permit(holed)
    OWN.permit(Isolation())


def test_reports_of_others_count_only_where_that_is_asked_for() -> None:
    assert (untrusted().verified, untrusted(accept_reported=True).verified, OWN.verified) == (True, False, False)
    assert untrusted(accept_reported=True).isolated
    assert untrusted(allow_unisolated=True).verified


@pytest.mark.parametrize("unisolated", [False, True])
@pytest.mark.parametrize("reported", [False, True])
def test_others_answers_are_graded_in_worlds_whatever_else_is_allowed(unisolated: bool, reported: bool) -> None:
    assert untrusted(unisolated, reported).worlds
    assert not OWN.worlds


def test_each_wall_is_told_as_one_that_stands_or_as_one_that_does_not() -> None:
    assert (len(sandbox_in_words(ALL)["stopped"]), open_doors(ALL)) == (4, ())
    holed = replace(ALL, network=False)
    assert open_doors(holed) == ("it can reach the network",)
    assert "it cannot reach the network" not in sandbox_in_words(holed)["stopped"]
    assert sandbox_in_words(Isolation())["stopped"] == ()


def test_the_room_for_files_is_exact_only_where_the_kernel_counts_it() -> None:
    counts = replace(ALL, ends=False)
    for isolation, exact in ((ALL, True), (counts, False)):
        told = sandbox_in_words(isolation)
        assert any("all files" in words for words in told["exact limits"]) == exact
        assert any("all files" in words for words in told["approximate limits"]) != exact
    assert "share and let go of" in sandbox_in_words(replace(ALL, network=False))["approximate limits"][0]
    assert "share and let go of" not in sandbox_in_words(ALL)["approximate limits"][0]
