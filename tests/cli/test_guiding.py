from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_hints_come_one_at_a_time_and_then_all_again(cli: Cli) -> None:
    assert cli("hint", "how-many").out == "**Hint 1 of 2.** Do not forget the biases.\n"
    assert "Hint 2 of 2" in cli("hint", "how-many").out
    last = cli("hint", "how-many")
    assert "Hint 1 of 2" in last.out
    assert "Hint 2 of 2" in last.out
    assert "last hint" in last.err


def test_the_solution_is_refused_once(cli: Cli) -> None:
    first = cli("solution", "how-many")
    assert (first.code, first.out) == (1, "")
    assert "ask again" in first.err
    second = cli("solution", "how-many")
    assert second.code == 0
    assert second.out.startswith("The answer is `15`.\n\nThree times five.")
    assert "Three times five." in second.out


def test_the_solution_comes_at_once_after_a_pass(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 15\n")
    cli("check", "how-many", str(answer))
    assert cli("solution", "how-many").code == 0
