"""Every setting on one screen: its value and origin, and changing it in the user's file."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from tuitutor.draw.look import Look, crop, pad
from tuitutor.engine.preferences import Preference, Preferences
from tuitutor.errors import StateError, TuitutorError
from tuitutor.progress.background import BackgroundStore
from tuitutor.tui.own_keys import list_keys
from tuitutor.tui.themed import ThemedApp
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine

_TITLES, _NAMES = 21, 16  # cells of the columns of titles and of the names in the file
_WITH_NAMES = 65  # the narrowest list with names; one line below it has that of the chosen setting
_WIDEST, _FRAME = 90, 5  # most columns of the panel, and those of its padding and scrollbar
_OTHERS = 12  # lines of the panel without the list


class SettingsScreen(ModalScreen[None]):
    """Up and down choose a setting; enter changes it, as left and right do if it has few values.

    Only the store's thread uses the disk.
    """

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, priority=True),
        Binding("space", "change", "Change", show=False),
        Binding("left", "step(-1)", "Previous value", show=False),
        Binding("right", "step(1)", "Next value", show=False),
        Binding("backspace,delete", "unset", "Default", show=False),
    ]

    def __init__(self, preferences: Preferences, store: BackgroundStore) -> None:
        super().__init__()
        self._preferences = preferences
        self._store = store
        self._keys = list_keys(preferences)
        self._list = Choices(id="all", markup=False)
        self._meaning = Static(id="meaning", markup=False)
        self._field = Input(id="value", compact=True)
        self._message = Static(id="said", markup=False)
        self._bar = KeyBar()

    def compose(self) -> ComposeResult:
        with Vertical(id="settings"):
            yield SplitLine(Text("Settings", style="bold"), "and where they come from")
            yield from (self._list, self._meaning, self._field, self._message, self._bar)

    def on_mount(self) -> None:
        self._field.cursor_blink = False
        self._fill(0)
        self._moved()
        focus_now(self._list)

    def on_resize(self, event: events.Resize) -> None:
        self._list.styles.max_height = max(3, event.size.height - _OTHERS)
        self._fill(self._list.highlighted or 0)

    def _listed(self) -> tuple[Preference, ...]:
        return (*self._preferences.listed(), *self._keys)

    @property
    def _chosen(self) -> Preference:
        return self._listed()[self._list.highlighted or 0]

    def action_back(self) -> None:
        """Leave the input line, or the screen."""
        if self.has_class("-changing"):
            self._end_change("")
        else:
            self.dismiss(None)

    @on(OptionList.OptionSelected)
    async def action_change(self) -> None:
        """Set the next value, or open a line to type a value, or say why it is fixed; in the line, save its text."""
        chosen = self._chosen
        if self.has_class("-changing"):
            await self._field.action_submit()
        elif chosen.fixed or chosen.about.choices:
            await self.action_step(1)
        else:
            self.add_class("-changing")
            self._field.value = chosen.value
            self._field.select_all()
            focus_now(self._field)
            self._show_keys()
            self._say(f"It will be saved in {self._preferences.where}; an empty line removes it.")

    async def action_step(self, step: int) -> None:
        """Save the next (1) or previous (-1) of the setting's values, if it has few."""
        chosen, choices = self._chosen, self._chosen.about.choices
        if chosen.fixed:
            self._say(chosen.fixed)
        elif choices:
            await self._put(choices[(choices.index(chosen.value) + step) % len(choices)])

    async def action_unset(self) -> None:
        """Take the setting out of the user's file."""
        if self._chosen.in_file:
            await self._put("")

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        chosen = self._chosen
        self._meaning.update(look_of(self.app).text(f"{chosen.name}: {chosen.about.meaning}"))
        self._show_keys()
        self._say(chosen.fixed)

    def _show_keys(self) -> None:
        chosen, changing = self._chosen, self.has_class("-changing")
        entries: list[Entry] = []
        if not chosen.fixed:
            entries.append(("enter", "save" if changing else "change", "screen.change"))
        if chosen.in_file and not changing:
            entries.append(("backspace", "default", "screen.unset"))
        self._bar.show((*entries, ("esc", "back", "screen.back")))

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        await self._put(event.value.strip())

    async def _put(self, value: str) -> None:
        """Save a value for the chosen setting, or take it out of the file for ""."""
        name = self._chosen.name
        try:
            await change_setting(self._preferences, self._store, name, value)
        except TuitutorError as error:
            self._say(str(error))
            return
        later, settings = "; it takes effect at the next start", self._preferences.settings
        if name == "theme" and settings.theme:
            self.app.theme, later = settings.theme, ""
        elif name in ("maps", "close_brackets") and isinstance(self.app, ThemedApp):
            self.app.take_settings(settings)
            later = ""
        self._end_change(f"Saved in {self._preferences.where}{later}.")

    def _end_change(self, message: str) -> None:
        self.remove_class("-changing")
        self._fill(self._list.highlighted or 0)
        focus_now(self._list)
        self._show_keys()
        self._say(message)

    def _say(self, sentence: str) -> None:
        self._message.update(look_of(self.app).text(sentence))

    def _fill(self, highlighted: int) -> None:
        look = look_of(self.app)
        width = min(_WIDEST, self.app.size.width * 96 // 100) - _FRAME
        with self.prevent(OptionList.OptionHighlighted):
            self._list.set_options([ChoiceLine(_line(preference, width, look)) for preference in self._listed()])
            self._list.highlighted = highlighted


def _line(preference: Preference, width: int, look: Look) -> Text:
    """Title, name, value and origin in columns; fixed values are dim."""
    origins, names = min(23, width // 4), _NAMES if width >= _WITH_NAMES else 0
    values = max(3, width - _TITLES - names - origins)
    value = crop(Text(look.line(preference.value) or look.text("–")), values - 2, look).plain
    origin = crop(Text(look.line(preference.origin)), origins, look).plain
    style = look.style("quiet")
    heading = Text(pad(preference.about.title, _TITLES)).append(pad(preference.name, names) if names else "", style)
    if preference.name.startswith("keys."):  # these names are long, and say enough
        heading = Text(pad(crop(Text(preference.name), _TITLES + names - 1, look).plain, _TITLES + names))
    return Text.assemble(heading, (pad(value, values), style if preference.fixed else ""), (origin, style))


_SECONDS = 5.0  # that the disk may take


async def change_setting(preferences: Preferences, store: BackgroundStore, name: str, value: str) -> None:
    """Like `Preferences.change`, on the disk's thread; StateError also if the disk doesn't answer."""
    saving = asyncio.wrap_future(store.submit(lambda _: preferences.change(name, value)))
    try:
        await asyncio.wait_for(asyncio.shield(saving), _SECONDS)
    except TimeoutError:
        raise StateError("The disk does not answer; it is saved when it does.") from None
