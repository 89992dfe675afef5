"""Where keys go."""

from __future__ import annotations

from textual.widget import Widget


def focus_now(widget: Widget, *, scroll_visible: bool = True) -> None:
    """Send keys to the widget from now on. Textual's own `focus` waits its turn, and keys typed meanwhile go astray."""
    widget.screen.set_focus(widget, scroll_visible)
