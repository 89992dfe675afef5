"""The learner's own keys: their names in the settings file, and mistakes there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_lowercase
from types import ModuleType

from textual.keys import Keys

from tuitutor.config.settings import About
from tuitutor.engine.preferences import Preference, Preferences
from tuitutor.spelling import all_of, nearest
from tuitutor.tui import keys, play_keys
from tuitutor.tui.keys import APP_KEYS, ATTEMPT_KEYS, EDITOR_KEYS, LESSON_KEYS, RESULT_KEYS, Key

_TABLES: Mapping[str, ModuleType] = {"": keys, "playground.": play_keys}
"""Where keys are defined, and how their names begin: `run` is RUN, and `playground.run` is RUN of the playground."""

_IN_EDITORS = (*(key for key in (*APP_KEYS, *LESSON_KEYS) if key.always), *EDITOR_KEYS)
_TOGETHER = (
    _IN_EDITORS,
    (*APP_KEYS, *LESSON_KEYS, *RESULT_KEYS, *ATTEMPT_KEYS),
    (*APP_KEYS, *play_keys.PLAY_KEYS),
)
"""Keys that act at the same time."""
_FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 13))
_KEY_NAMES = frozenset((*(key.value for key in Keys), *keys.AS_WRITTEN))
_MODIFIERS = {"ctrl", "alt", "shift"}


def names() -> dict[str, Key]:
    """All keys, by their names in the settings file."""
    return {
        prefix + name.lower(): key
        for prefix, table in _TABLES.items()
        for name, key in vars(table).items()
        if isinstance(key, Key)
    }


def help_of(key: Key) -> str:
    """The key's line of help, with other keys as they are now."""
    table = next(table for table in _TABLES.values() if key in vars(table).values())
    return key.help.format_map(
        {name.lower(): other.named for name, other in vars(table).items() if isinstance(other, Key)}
    )


def read_keys(settings: Mapping[str, tuple[str, ...]]) -> tuple[dict[Key, str], tuple[str, ...]]:
    """The changed keys, and a sentence for every setting that isn't used."""
    known, changed, problems = names(), dict[Key, str](), list[str]()
    for name, written in settings.items():
        key = known.get(name)
        if key is None:
            similar = nearest(name, known)
            hint = f"did you mean '{similar}'?" if similar else "the settings list all names."
            problems.append(f"[keys]: there is no '{name}'; {hint}")
            continue
        try:
            pressed = dict.fromkeys(map(_parse, written))
            _check_editable(key, pressed)
        except ValueError as problem:
            problems.append(f"[keys] {name}: {problem}; {_unchanged(key)}.")
        else:
            changed[key] = ",".join(pressed)
    problems += _drop_conflicts(changed, {key: name for name, key in known.items()})
    return changed, tuple(problems)


def list_keys(preferences: Preferences) -> tuple[Preference, ...]:
    """All keys as settings, with their origins. They are changed in the file."""
    listed = []
    for name, key in names().items():
        table, _, action = f"keys.{name}".rpartition(".")
        origin = preferences.settings.origins.get(f"keys.{name}", "default")
        if key.in_use == tuple(key.keys.split(",")):
            origin = "default"
        about = About(key.label, help_of(key) or key.label, ())
        change = f'To change it, write {action} = "f5" or another key below [{table}] in {preferences.where}.'
        shown = "your file" if origin == str(preferences.file) else origin
        listed.append(Preference(f"keys.{name}", ", ".join(map(keys.as_written, key.in_use)), shown, about, change))
    return tuple(listed)


def all_as_written(bound: str) -> str:
    """Keys as they are bound, for a sentence."""
    return all_of([keys.as_written(key) for key in bound.split(",")])


def _parse(written: str) -> str:
    """Textual's name of a key that people write as `ctrl+e`, `esc` or `?`. Raises ValueError for other words."""
    text = written.strip()
    if len(text) > 1:
        text = text.lower()
    modifiers, plus, name = ("", "", text) if len(text) == 1 else text.rpartition("+")
    name = {shown: long for long, shown in keys.AS_WRITTEN.items()}.get(name, name)
    if set(modifiers.split("+")) - {"", *_MODIFIERS} or not (len(name) == 1 or name in _KEY_NAMES):
        similar = nearest(text, sorted(_KEY_NAMES | {f"ctrl+{letter}" for letter in ascii_lowercase}))
        raise ValueError(f"'{written}' is not a key" + (f" (did you mean '{similar}'?)" if similar else ""))
    return modifiers + plus + name


def _check_editable(key: Key, pressed: Iterable[str]) -> None:
    """Raises ValueError for a key that an editor needs, if it is set for an action in editors."""
    for name in set(pressed) - set(key.keys.split(",")) if key in _IN_EDITORS else ():
        if name not in _FUNCTION_KEYS and not name.startswith(("ctrl+", "alt+")):
            shown = keys.as_written(name)
            raise ValueError(f"{shown} is needed to edit; take a function key, or ctrl or alt and a key")


def _drop_conflicts(changed: dict[Key, str], name_of: Mapping[Key, str]) -> list[str]:
    """Go back to the usual keys wherever two actions have the same key; returns a sentence for every conflict."""
    sentences = list[str]()
    while (conflict := _find_conflict(changed)) is not None:
        first, second, shared = conflict
        sentences.append(
            f"[keys]: {keys.as_written(shared)} would be both {name_of[first]} and {name_of[second]}; "
            f"{all_of([_unchanged(key) for key in (first, second) if key in changed])}."
        )
        for key in (first, second):
            changed.pop(key, None)
    return sentences


def _find_conflict(changed: Mapping[Key, str]) -> tuple[Key, Key, str] | None:
    """Two keys that act at the same time, at least one set by the learner, and the key to which both are bound."""
    for together in _TOGETHER:
        taken = dict[str, Key]()
        for key in together:
            for name in changed.get(key, key.keys).split(","):
                other = taken.setdefault(name, key)
                if other != key and (key in changed or other in changed):
                    return other, key, name
    return None


def _unchanged(key: Key) -> str:
    name = next(name for name, known in names().items() if known == key)
    return f"{name} stays {all_as_written(key.keys)}"
