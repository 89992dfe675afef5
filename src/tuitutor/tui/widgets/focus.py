"""Setting the focus at once."""

from __future__ import annotations

from textual.widget import Widget


def focus_now(widget: Widget, *, scroll_visible: bool = True) -> None:
    """Focus the widget at once. Textual's own `focus` is queued, and keys typed meanwhile go astray."""
    widget.screen.set_focus(widget, scroll_visible)
