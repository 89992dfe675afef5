"""From an exercise to the playground, and back with an answer."""

from __future__ import annotations

from collections.abc import Callable

from tuitutor.errors import UsageError
from tuitutor.tui.screens.page import LessonPage
from tuitutor.tui.widgets.card import PlayLink


def play_exercise(page: LessonPage, grade: Callable[[], object]) -> None:
    """If the exercise on the bench asks for a playground network, open the playground in the state of the draft."""
    bench = page.bench
    if bench is None or (challenge := bench.exercise.challenge) is None:
        return
    from tuitutor.playground.address import address_in
    from tuitutor.tui.play.table import Task

    try:
        address = address_in(bench.editor.text) or challenge.address
    except UsageError as error:
        page.say(str(error))
    else:
        page.post_message(PlayLink.Chosen(address, Task(challenge, bench.answer, grade)))
