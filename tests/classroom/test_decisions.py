"""decisions.toml: what it may say, what is wrong with it, and that it stays the teacher's own file."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tuitutor.classroom.decisions import DECISIONS, Decision, add_decision, decisions_in, read_decisions
from tuitutor.errors import UsageError

FILE = '''# before the break
[[decision]]   # ada came to see me
exercise = "xor"
who = "ada"
why = """
[[decision]]
is also a line of text"""
points = 5

[[decision]]
who = "bob"
until = 2026-12-05 23:59:00
excuse = true
'''


def test_each_table_is_a_decision_with_its_line() -> None:
    ada, bob = read_decisions(FILE)
    assert ada == Decision("ada", "xor", points=5, why="[[decision]]\nis also a line of text", line=2)
    assert bob == Decision("bob", until="2026-12-05 23:59:00", excuse=True, line=10)
    assert read_decisions("") == ()


def test_what_is_added_is_read_again_and_changes_nothing_above_it(tmp_path: Path) -> None:
    before = FILE.replace("\n", "\r\n").encode().rstrip()
    (tmp_path / DECISIONS).write_bytes(before)
    said = 'a\nb\\ "c" \x7f = [x] # no'
    decision = Decision('Zoë "Z"', "xor", "0123", "Text", rubric=(2, 0.5), comment=said)
    add_decision(tmp_path, decision)
    assert (tmp_path / DECISIONS).read_bytes().startswith(before + b"\n\n[[decision]]\n")
    *_, last = decisions_in(tmp_path)
    assert last == replace(decision, line=15)


def test_the_first_one_makes_the_file(tmp_path: Path) -> None:
    assert decisions_in(tmp_path) == ()
    add_decision(tmp_path, Decision("ada", "xor", points=2.5, why="So."))
    text = (tmp_path / DECISIONS).read_text()
    assert text == '[[decision]]\nwho = "ada"\nexercise = "xor"\npoints = 2.5\nwhy = "So."\n'


ABOUT = '[[decision]]\nwho = "ada"\nexercise = "xor"\n'
FAULTS = {
    "[[decision]]\nwho = 3": ":2: in 'who': expected text in quotes.",
    f"{ABOUT}points = 5": ":1: the key 'why' is missing",
    f"{ABOUT}pionts = 5": ":4: unknown key 'pionts'; did you mean 'points'?",
    f"{ABOUT}points = true": ":4: in 'points': expected a number.",
    f"{ABOUT}points = nan": ":4: in 'points': expected a number.",
    f"{ABOUT}points = -1\nwhy = 'x'": ":1: points are 0 or more.",
    f"{ABOUT}verdict = 'pased'\nwhy = 'x'": ":1: found the verdict 'pased'; expected 'passed' or 'failed'.",
    f"{ABOUT}verdict = 'failed'\nwhy = 'x'": ":1: the key 'points' is missing",
    f"{ABOUT}rubric = [1, 'a']": ":4: in 'rubric': expected a number for each line",
    f"{ABOUT}rubric = [1]\npoints = 1\ncheck = 'a'": ":1: found 'points' and 'rubric'",
    f"{ABOUT}check = 'Text'": ":1: this decides nothing",
    f"{ABOUT}check = 'Text'\nuntil = 2026-12-05": ":1: 'check' goes with",
    f"{ABOUT}excuse = false": ":4: in 'excuse': expected true.",
    f"{ABOUT}reply = 'no'": ":1: the key 'request' is missing; 'reply' answers it.",
    ABOUT: ":1: this decides nothing",
    "[[decision]]\nwho = 'ada'\npoints = 1\nwhy = 'x'": ":1: the key 'exercise' is missing",
    "[[decision]]\nexcuse = true": ":1: the key 'who' is missing",
    "\n[[decison]]\nwho = 'a'": ":2: unknown key 'decison'; expected tables '[[decision]]'.",
    f"{ABOUT}why = 'x": ":4: ",
    f"{ABOUT}who = 'again'": ":4: Cannot overwrite a value.",
}


@pytest.mark.parametrize(("text", "said"), FAULTS.items())
def test_what_is_wrong_is_a_sentence_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        read_decisions(text)
    assert str(error.value).startswith(f"{DECISIONS}{said}")
    assert "\n" not in str(error.value)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / DECISIONS).write_bytes(f"{ABOUT}why = '".encode() + b"\xfc'")
    with pytest.raises(UsageError, match=r"decisions.toml:4: this is not UTF-8"):
        decisions_in(tmp_path)
