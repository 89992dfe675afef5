"""The least that a Textual app can be: one text, and one key that changes it. The measure for the first screen."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """Shows a text; page down shows another."""

    BINDINGS = [("pagedown", "turn", "Turn")]  # noqa: RUF012 - as Textual wants it

    def compose(self) -> ComposeResult:
        yield Static("The first page.")

    def action_turn(self) -> None:
        """Show the other text."""
        self.query_one(Static).update("The second page.")


if __name__ == "__main__":
    BareApp().run()
