"""How drawings should look in the app as it is now."""

from __future__ import annotations

from textual.app import App

from tuitutor.draw.look import Look
from tuitutor.tui.repaint import LeanApp


class LookApp(LeanApp):
    """An app that can say what its terminal shows; widgets that draw ask it."""

    ascii_only: bool = False

    @property
    def look(self) -> Look:
        """The look of drawings in the current theme. Colour is taken out later, by Textual, where there is none."""
        return Look(colour=True, ascii=self.ascii_only, dark=self.current_theme.dark)


def look_of(app: App[object]) -> Look:
    """The app's look; the default one in an app that has none."""
    return app.look if isinstance(app, LookApp) else Look()
