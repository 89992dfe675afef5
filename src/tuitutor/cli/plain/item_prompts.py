"""Questions from lessons that were passed, at a prompt."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.cli.plain.lesson_reader import choices_of
from tuitutor.cli.plain.voice import Voice
from tuitutor.course.model import Asking
from tuitutor.draw.screen_reader import read_aloud
from tuitutor.engine.asking import IN_DIGITS, PosedItem, is_possible
from tuitutor.engine.outline import Goal
from tuitutor.engine.warmup import begin_warmup, reply_to, today
from tuitutor.progress.progress import Ledger


class ItemPrompts:
    """Asks items that are due. `right` counts the right answers, `answered` all."""

    def __init__(self, voice: Voice, store: Ledger, *, may_go: bool) -> None:
        """`may_go`: a place in a lesson can be opened from here; otherwise it is named."""
        self._voice, self._store, self._may_go = voice, store, may_go
        self.right = self.answered = 0

    async def ask_all(self, items: Sequence[PosedItem]) -> Goal | None:
        """Ask these items; the place where the learner wants to read, if any. Raises EOFError where the input ends."""
        day = today()
        begin_warmup(self._store, day)
        for number, item in enumerate(items, start=1):
            self._voice.say(f"\nQuestion {number} of {len(items)}, from “{item.lesson.title}”:")
            answer = await self._ask(item.asking)
            if answer is None:
                return None
            if answer and (goal := await self._reply(item, answer, day)):
                return goal
        return None

    async def _ask(self, asking: Asking) -> str | None:
        """Ask until there is an answer; "" for none, None if the learner ends the questions. Raises EOFError."""
        for passage in read_aloud(asking.ask):
            self._voice.read(passage)
        self._voice.say("")
        self._voice.say(choices_of(asking.question))
        while line := (await self._voice.ask("Your answer (enter skips it, q ends): ")).strip():
            if is_possible(asking.question, line):
                return line
            if line.lower() in ("q", "quit"):
                return None
            self._voice.say(choices_of(asking.question) if asking.question.choices else IN_DIGITS)
        return ""

    async def _reply(self, item: PosedItem, answer: str, day: int) -> Goal | None:
        """Reply to an answer; the place in a lesson that explains it, if the learner wants to go there."""
        reply = reply_to(item, answer, self._store, day)
        self.answered, self.right = self.answered + 1, self.right + reply.right
        self._voice.say(reply.text)
        if (goal := reply.goal) is None:
            return None
        if not self._may_go:
            part = goal.part.removeprefix("section:").removeprefix("exercise:")  # as `learn` takes it
            name = f"{goal.lesson.id}:{part}" if part else goal.lesson.id
            self._voice.say(f"It is in {reply.place}; tuitutor learn {name} opens it.")
            return None
        self._voice.say(f"It is in {reply.place}.")
        typed = await self._voice.ask("enter: go on, g: read it there > ")
        return goal if typed.strip().lower() == "g" else None
