"""How much of what was printed the app lays out."""

from __future__ import annotations

from tuitutor.draw.look import Look
from tuitutor.engine.snapshots import HEAD, Transcript
from tuitutor.tui.widgets.run_views import MOST_CHARACTERS, laid_out


def test_of_a_flood_the_end_is_laid_out_and_the_rest_counted() -> None:
    shown = laid_out(Transcript().add("a" * 100_000), 50, Look()).plain
    assert shown.count("a") == HEAD + MOST_CHARACTERS + "characters and more left out".count("a")
    assert f"{100_000 - HEAD - MOST_CHARACTERS:,} characters and more left out" in shown


def test_the_end_begins_with_a_line() -> None:
    end = Transcript().add("a" * HEAD).add("one\ntwo\nthree\n").last(8)
    assert (end.tail, end.dropped) == ("three\n", 8)
