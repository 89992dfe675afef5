"""One key after another, as in a shell: a key acts once the one before has taken effect, however fast they come.

In Textual alone, a key may overtake another: it goes through the queue of the widget with the focus, then through the
queues of all widgets around it, while the app already processes the next key.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

from tuitutor.tui.flow.pacing import spawn

LONGEST = 5.0  # seconds to wait for a widget; then it hangs, and isn't waited for until it has caught up
_ROUNDS = 3  # for the key, for the message that is posted in answer to it, and for the answer to that
_LOOK = 0.05  # seconds between two looks at whether a widget is still there

Act = Callable[[], Awaitable[object]]


class Turns:
    """The keys of an app, and other acts that wait for them."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._next: deque[Act] = deque()
        self._busy = False
        self._hanging: set[MessagePump] = set()

    async def take(self, act: Act) -> None:
        """Act when everything before has taken effect; to be called in the app's own task, in which it acts."""
        self._next.append(act)
        if not self._busy:
            self._busy = True
            await self._go_on()

    async def _go_on(self) -> None:
        if self._next:
            around = self._around_focus()
            await self._next.popleft()()
            spawn(self._wait(around))
        else:
            self._busy = False

    async def _wait(self, around: list[MessagePump]) -> None:
        """Go on when these have caught up, one after the other, and then twice the pumps around the focus."""
        for _ in range(_ROUNDS):
            for pump in around:
                await self._caught_up(pump)
            around = self._around_focus()
        self._app.call_later(self._go_on)

    async def _caught_up(self, pump: MessagePump) -> None:
        """Wait until a pump has processed its queue, or is gone, or hangs."""
        done = asyncio.Event()

        def caught_up() -> None:
            self._hanging.discard(pump)
            done.set()

        if pump in self._hanging or not pump.call_later(caught_up):
            return
        end = time.monotonic() + LONGEST
        while not done.is_set() and (pump is self._app or pump.is_attached):
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), _LOOK)
            if not done.is_set() and time.monotonic() > end:
                self._hanging.add(pump)
                return

    def _around_focus(self) -> list[MessagePump]:
        """The widget with the focus and its ancestors, in the order in which a key passes through them."""
        if not self._app.screen_stack:
            return [self._app]
        at: Widget = self._app.focused or self._app.screen
        return [node for node in at.ancestors_with_self if isinstance(node, MessagePump)]


def focus_now(widget: Widget, *, scroll_visible: bool = True) -> None:
    """Focus the widget at once. Textual's own `focus` is queued, and keys typed meanwhile go astray."""
    widget.screen.set_focus(widget, scroll_visible)
