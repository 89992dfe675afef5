"""A missed bar is said and fails the run; what has none, or is within, does not. BENCHMARKS.md tells of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks import __main__ as program
from benchmarks import report
from benchmarks.measurement import Measurement, alternate, quantile

TWICE = Measurement("opening", "s", (2.0, 30.0, 4.0), (1.0, 15.0, 1.0), "a bare app", bar=2.0)
THRICE = Measurement("paging", "s", (3.0, 45.0, 6.0), (1.0, 15.0, 1.0), "a bare app", bar=2.0)
LARGE = Measurement("memory", "MB", (81.0,), bar=80.0)
TOLD = Measurement("a child", "MB", (234.0,))


def run(monkeypatch: pytest.MonkeyPatch, *measurements: Measurement) -> int:
    def measure(rounds: int) -> Iterator[Measurement]:
        yield from measurements

    monkeypatch.setattr(program, "LEARNING", {"topic": measure})
    monkeypatch.setattr(program, "SECTIONS", {"learning": {"topic": measure}})
    return program.main([])


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


def test_a_figure_is_the_median_of_the_rounds_ratios_or_a_quantile() -> None:
    assert TWICE.figure == 2.0
    assert THRICE.figure == 3.0
    assert TOLD.figure == 234.0
    hundred = tuple(float(value) for value in range(100, 0, -1))
    assert quantile(hundred, 0.95) == 95.0
    assert quantile((7.0,), 0.95) == 7.0


def test_subject_and_baseline_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[str] = []

    def measured(name: str) -> float:
        order.append(name)
        return float(len(order))

    values = alternate(2, lambda: measured("a"), lambda: measured("b"))
    assert order == ["a", "b"] * 3
    assert values == ((3.0, 5.0), (4.0, 6.0))


def test_the_page_says_what_was_missed() -> None:
    page = report.page("", {"learning": report.table([THRICE, TOLD], "2 cores", "2026-01-01")})
    assert "\n2 cores, 2026-01-01.\n" in page
    assert "| paging | 6 s | 3.00x of 1 s, a bare app | 2x | **missed** | 3 |" in page
    assert "| a child | 234 MB |  |  |  | 1 |" in page
    assert report.row(Measurement("a host", "MB", (2671.4,)))[1] == "2,671 MB"


def test_a_new_table_leaves_those_of_other_sections() -> None:
    tables = {name: report.table([TOLD], f"{at} cores", "2026-01-01") for at, name in enumerate(report.TITLES)}
    whole = report.page("", tables)
    assert set(report.TITLES) == set(report.READING) == set(program.SECTIONS)
    new = report.table([LARGE], "9 cores", "2026-01-02")
    assert report.page(whole, {"soak": new}) == report.page("", {**tables, "soak": new})
    assert report.page(whole, {}) == whole


def test_the_page_is_as_the_tool_writes_it() -> None:
    text = report.FILE.read_text("utf-8")
    assert report.page(text, {}) == text
