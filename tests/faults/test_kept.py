"""The coach's rules on all that was measured of the corpus: a change of a rule shows on which programs it matters."""

from __future__ import annotations

import pytest

from tests.faults.corpus import programs
from tests.faults.figures import Figures, Said
from tests.faults.kept import FACTS, SAID, key_of, read_kept, told
from tests.faults.running import advice_on

pytestmark = pytest.mark.long  # they read the whole corpus

AGAIN = "make coach ARGS=--keep measures what is missing, and writes what is said now; read the difference"


def test_of_each_program_is_said_what_was_kept() -> None:
    facts, lines = read_kept(FACTS), SAID.read_text().splitlines()
    there = [each for each in programs() if key_of(each) in facts]  # answers of the course change now and then
    said = [Said(each, advice_on(each, facts[key_of(each)])) for each in there]
    assert {*map(told, said)} - {*lines} == set(), AGAIN
    assert len(there) >= 0.9 * len(lines), AGAIN
    figures = Figures.of(said)
    assert figures.recall >= 0.9
    assert figures.precision >= 0.98
    assert sum(each.alarmed for each in said) <= 0.02 * len(said)


def test_all_faults_and_our_own_healthy_programs_are_kept() -> None:
    facts = read_kept(FACTS)
    ours = [each for each in programs() if not each.checks]  # answers of the course have some
    assert [each.name for each in ours if key_of(each) not in facts] == [], AGAIN
