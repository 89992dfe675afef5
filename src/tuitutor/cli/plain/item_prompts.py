"""Asking items to recall at the prompt."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.cli.plain.lesson_reader import offered
from tuitutor.cli.plain.voice import Voice
from tuitutor.course.model import Asking
from tuitutor.draw.screen_reader import read_aloud
from tuitutor.engine.asking import IN_DIGITS, PosedItem, is_possible
from tuitutor.engine.outline import Goal
from tuitutor.engine.warmup import begin_warmup, reply_to, today
from tuitutor.progress.progress import Ledger


class ItemPrompts:
    """Asks items that are due. `right` counts the right answers, `answered` all; EOFError ends it."""

    def __init__(self, voice: Voice, store: Ledger, *, may_go: bool) -> None:
        """`may_go`: a place in a lesson can be opened from here; otherwise it is named."""
        self._voice, self._store, self._may_go = voice, store, may_go
        self.right = self.answered = 0

    async def ask_all(self, items: Sequence[PosedItem]) -> Goal | None:
        """Ask these items; where the learner wants to read, if they do. Raises EOFError where the input ends."""
        day = today()
        begin_warmup(self._store, day)
        for number, due in enumerate(items, start=1):
            self._voice.say(f"\nQuestion {number} of {len(items)}, from “{due.lesson.title}”:")
            answer = await _ask(self._voice, due.asking)
            if answer is None:
                return None
            if answer:
                reply = reply_to(due, answer, self._store, day)
                self.answered, self.right = self.answered + 1, self.right + reply.right
                self._voice.say(reply.text)
                if (goal := reply.goal) is None:
                    continue
                if not self._may_go:
                    part = goal.part.removeprefix("section:").removeprefix("exercise:")  # as `learn` takes it
                    name = f"{goal.lesson.id}:{part}" if part else goal.lesson.id
                    self._voice.say(f"It is in {reply.place}; tuitutor learn {name} opens it.")
                    continue
                self._voice.say(f"It is in {reply.place}.")
                if (await self._voice.ask("enter: go on, g: read it there > ")).strip().lower() == "g":
                    return goal
        return None


async def _ask(voice: Voice, asking: Asking) -> str | None:
    """Ask until there is an answer; "" for none, None if no more is to be asked. Raises EOFError at the input's end."""
    for passage in read_aloud(asking.ask):
        voice.read(passage)
    voice.say("")
    voice.say(offered(asking.question))
    while line := (await voice.ask("Your answer (enter skips it, q ends): ")).strip():
        if is_possible(asking.question, line):
            return line
        if line.lower() in ("q", "quit"):
            return None
        voice.say(offered(asking.question) if asking.question.choices else IN_DIGITS)
    return ""
