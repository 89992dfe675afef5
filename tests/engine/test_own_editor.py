"""What the learner's own editor did is said: which editor, and how much it changed."""

from __future__ import annotations

import pytest

from tuitutor.engine.own_editor import what_changed


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a\nb\n", "a\nb\n", "vim has changed nothing."),
        ("a\nb", "a\nb\n", "vim has changed nothing."),
        ("a\nb\n", "a\nc\n", "Saved from vim: 1 line changed."),
        ("a\nb\n", "a\nb\nc\nd\n", "Saved from vim: 2 lines changed."),
        ("a\nb\nc\n", "c\n", "Saved from vim: 2 lines changed."),
        ("a\nb\nc\n", "x\nb\ny\n", "Saved from vim: 2 lines changed."),
    ],
)
def test_what_changed(monkeypatch: pytest.MonkeyPatch, before: str, after: str, said: str) -> None:
    monkeypatch.setenv("VISUAL", "/usr/bin/vim -u NONE")
    assert what_changed(before, after) == said
