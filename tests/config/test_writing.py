"""One setting is changed in a file, and nothing else of it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.engine.preferences import literal, with_setting
from tuitutor.errors import ConfigError

FILE = """\
# my settings
theme = "a # b"  # the colours

'cores'=4# few
via = "srun"
"""


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("theme", '"light"', 'theme = "a # b"  # the colours', 'theme = "light"  # the colours'),
        ("cores", "8", "'cores'=4# few", "cores = 8# few"),
        ("via", '""', 'via = "srun"', 'via = ""'),
        ("via", None, 'via = "srun"\n', ""),
        ("nice", "0", 'via = "srun"\n', 'via = "srun"\nnice = 0\n'),
        ("nice", None, "", ""),
    ],
)
def test_only_its_own_line_changes(name: str, value: str | None, before: str, after: str) -> None:
    assert with_setting(FILE, name, value) == FILE.replace(before, after)


def test_a_file_that_is_empty_or_ends_without_a_line_end() -> None:
    assert with_setting("", "nice", "0") == "nice = 0\n"
    assert with_setting("cores = 2", "nice", "0") == "cores = 2\nnice = 0\n"
    assert with_setting("cores = 2\r\nnice = 1\r\n", "cores", "3") == "cores = 3\r\nnice = 1\r\n"


def test_a_line_in_a_text_of_several_lines_is_not_taken_for_it() -> None:
    document = 'via = """\ncores = 1\n"""\n'
    with pytest.raises(ConfigError, match="The line of 'cores' can't be changed from here; change it in the file"):
        with_setting(document, "cores", "2")
    assert with_setting(f"{document}cores = 3\n", "cores", "2") == f"{document}cores = 2\n"
    with pytest.raises(ConfigError, match="The line of 'via'"):
        with_setting(document, "via", '"x"')


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    written = with_setting(FILE, "via", literal(text, text))
    assert tomllib.loads(written) == {**tomllib.loads(FILE), "via": text}


@pytest.mark.parametrize(
    ("value", "typed", "written"),
    [(True, "yes", "true"), (None, "auto", '"auto"'), (8, "8", "8"), (2.5, "2.50", "2.5"), ("/home/a", "~", '"~"')],
)
def test_values_in_toml(value: object, typed: str, written: str) -> None:
    assert literal(value, typed) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_back_as_they_were(number: float) -> None:
    assert tomllib.loads(f"x = {literal(number, '')}")["x"] == number
