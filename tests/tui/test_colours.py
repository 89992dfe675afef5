"""Colours in the editor: what a reader of Python expects to stand out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuitutor.tui.widgets.python_text import colours

SOURCE = '''\
@keras.saving.register
class Net(Model):  # a "net"
    """Two
    lines."""
    def call(self, x2=1.5e-3):
        return not f"{x2}" if None else r'\\'' + .5 * 0xFF_FF
model.fit (x, batch_size=32)
'''


def coloured(source: str) -> list[tuple[str, str]]:
    lines = source.split("\n")
    return [(lines[row][a:b], style) for row, line in enumerate(colours(source)) for a, b, style in line]


def test_what_stands_out() -> None:
    assert coloured(SOURCE) == [
        ("@keras.saving.register", "function"),
        ("class", "keyword"), ("Net", "class"), ('# a "net"', "comment"),
        ('"""Two', "string"), ('    lines."""', "string"),
        ("def", "keyword"), ("call", "function"), ("1.5e-3", "number"),
        ("return", "keyword"), ("not", "keyword"), ('f"{x2}"', "string"), ("if", "keyword"),
        ("None", "constant.builtin"), ("else", "keyword"), ("r'\\''", "string"), (".5", "number"),
        ("0xFF_FF", "number"),
        ("fit", "function"), ("32", "number"),
    ]  # fmt: skip


def test_a_text_that_is_being_typed_colours_no_other_line() -> None:
    assert coloured("a = 'open\nb = 1") == [("'open", "string"), ("1", "number")]
    assert coloured("a = '''open\nb = 1") == [("'''open", "string"), ("b = 1", "string")]


@given(st.text("ab1.#'\"\\\n @(=fr_é漢"))
def test_stretches_lie_within_their_lines_and_do_not_overlap(source: str) -> None:
    lines = source.split("\n")
    found = colours(source)
    assert len(found) == len(lines)
    for line, stretches in zip(lines, found, strict=True):
        edges = [edge for start, end, _ in stretches for edge in (start, end)]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(line) for edge in edges)
