"""A missed bar fails the run and is named; BENCHMARKS.md shows each row and stays one page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks import __main__ as program
from benchmarks import report
from benchmarks.measurement import Measurement, alternate

TWICE = Measurement("opening", "s", (2.0, 30.0, 4.0), (1.0, 15.0, 1.0), "a bare app", bar=2.0)
THRICE = Measurement("paging", "s", (3.0, 45.0, 6.0), (1.0, 15.0, 1.0), "a bare app", bar=2.0)
LARGE = Measurement("memory", "MB", (81.0,), bar=80.0)
TOLD = Measurement("a child", "MB", (2671.4,))


def run(monkeypatch: pytest.MonkeyPatch, *measurements: Measurement) -> int:
    def measure(rounds: int) -> Iterator[Measurement]:
        yield from measurements

    monkeypatch.setitem(program.TOPICS, "bytes", measure)
    return program.main(["--only", "bytes"])


@pytest.mark.parametrize("missed", [THRICE, LARGE])
def test_a_missed_bar_fails_the_run_and_is_named(
    missed: Measurement, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, TWICE, missed, TOLD) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines[:-1] if line.startswith("missed")] == [report.line(missed)]
    assert lines[-1] == f"missed: {missed.name}"


def test_bars_that_are_met_pass(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, TWICE, TOLD) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "all bars met"


def test_a_figure_is_the_median_of_the_rounds_ratios() -> None:
    assert (TWICE.value, TWICE.figure) == (4.0, 2.0)
    assert LARGE.figure == 81.0


def test_subjects_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[str] = []

    def measured(name: str) -> float:
        order.append(name)
        return float(len(order))

    values = alternate(2, lambda: measured("a"), lambda: measured("b"))
    assert order == ["a", "b"] * 3
    assert values == ((3.0, 5.0), (4.0, 6.0))


def test_the_page_has_a_row_for_each_figure() -> None:
    page = report.page([THRICE, TOLD], "2 cores, 2026-01-01.")
    assert "\n2 cores, 2026-01-01.\n" in page
    assert "| paging | 6 s | 3.00x of 1 s, a bare app | 2x | **missed** |" in page
    assert "| a child | 2,671 MB |  |  |  |" in page


def test_the_page_is_as_make_bench_writes_it() -> None:
    text = report.FILE.read_text("utf-8")
    assert text.startswith(report.HEAD)
    assert text.endswith(report.NOTES)
    assert len(text.splitlines()) <= 60
