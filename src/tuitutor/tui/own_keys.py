"""The learner's own keys: what they are called in the settings file, and what is wrong with what is set there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from msgspec import Struct
from textual.keys import Keys, key_to_character

from tuitutor.config.settings import About
from tuitutor.engine.preferences import Preference, Preferences
from tuitutor.spelling import all_of, nearest
from tuitutor.tui import keys
from tuitutor.tui.keys import APP_KEYS, ATTEMPT_KEYS, EDITOR_KEYS, LESSON_KEYS, RESULT_KEYS, Key
from tuitutor.tui.play import play_keys

_TABLES: Mapping[str, ModuleType] = {"": keys, "playground.": play_keys}
"""Where keys are defined, and how their names begin: `run` is RUN, and `playground.run` is RUN of the playground."""


class _Place(Struct, frozen=True):
    """Keys that act at the same time, and those that are something else there."""

    keys: tuple[Key, ...]
    taken: frozenset[str]


_ARROWS = ("up", "down", "left", "right")
_MOVES = (*_ARROWS, "home", "end", "pageup", "pagedown")
_ENDS = ("enter", "escape", "tab", "shift+tab")
_EDITING = frozenset(
    (
        *_MOVES, *_ENDS, *(f"shift+{move}" for move in _MOVES), "ctrl+left", "ctrl+right", "backspace", "delete",
        "ctrl+c", "ctrl+x", "ctrl+v", "ctrl+z", "ctrl+y",
    )
)  # fmt: skip
_READING = frozenset((*_MOVES, *_ENDS, "space", "j", "k", "g", "G", *"123456789"))
_PLAYING = frozenset((*_MOVES, *_ENDS, *"123x"))
_TEXT_KEYS = tuple(key for key in LESSON_KEYS if not key.always)
_ALWAYS = tuple(key for key in (*APP_KEYS, *LESSON_KEYS) if key.always)
_PLACES = (
    _Place((*_ALWAYS, *EDITOR_KEYS), _EDITING),
    _Place((*_ALWAYS, *_TEXT_KEYS), _READING),
    _Place((*_ALWAYS, *_TEXT_KEYS, *RESULT_KEYS, *ATTEMPT_KEYS), _READING),
    _Place((*APP_KEYS, *play_keys.PLAY_KEYS), _PLAYING),
)
_WHILE_TYPING = frozenset((*_ALWAYS, *EDITOR_KEYS, *(key for key in play_keys.PLAY_KEYS if key.always)))
_PREFIXES = {"ctrl+a": "screen", "ctrl+b": "tmux"}
_FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 13))
_CONTROL = (*(f"ctrl+{letter}" for letter in "abcdefgjklnopqrstuvwxyz"), "ctrl+underscore", "ctrl+slash", "ctrl+@",
            "ctrl+backslash", "ctrl+right_square_bracket", "ctrl+circumflex_accent")  # fmt: skip
_SENT = frozenset(
    (
        *_MOVES, *_ENDS, *_FUNCTION_KEYS, *_CONTROL, "space", "backspace", "delete", "insert", "ctrl+delete",
        *(f"{held}+{move}" for held in ("shift", "ctrl", "alt") for move in _MOVES),
        *(f"alt+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    )
)  # fmt: skip
"""Keys that have a sequence of bytes of their own in every terminal, beside characters; in tmux and screen too."""
_OTHERWISE = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ins": "insert",
}


def names() -> dict[str, Key]:
    """All keys that can be set, by their names in the settings file."""
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


def read_keys(chosen: Mapping[str, tuple[str, ...]]) -> tuple[dict[Key, str], tuple[str, ...]]:
    """The changed keys, and a sentence for each entry that isn't used as it is, or won't do in most terminals."""
    known, changed, problems = names(), dict[Key, str](), list[str]()
    for name, given in chosen.items():
        key = known.get(name)
        if key is None:
            meant = nearest(name, known)
            which = f"did you mean '{meant}'?" if meant else "the settings list all names."
            problems.append(f"[keys]: there is no '{name}'; {which}")
            continue
        try:
            changed[key] = ",".join(dict.fromkeys(_as_named(each) for each in given))
            _check_free(key, changed[key].split(","))
        except ValueError as problem:
            changed.pop(key, None)
            problems.append(f"[keys] {name}: {problem}; {_kept(key)}.")
    problems += _drop_conflicts(changed, {key: name for name, key in known.items()})
    for key, now in changed.items():
        if not any((each in _SENT or _types(each)) for each in now.split(",")):
            name = next(name for name, each in known.items() if each == key)
            also = f'["{keys.in_sentences(now.split(",")[0])}", "f5"]'
            problems.append(
                f"[keys] {name}: most terminals, and tmux and screen, never send {all_in_sentences(now)}; "
                f"add a key that they do send, as in {name} = {also}."
            )
        for each in set(now.split(",")) & set(_PREFIXES):
            problems.append(f"[keys]: {_PREFIXES[each]} keeps {each} for itself, unless it is pressed twice.")
    return changed, tuple(problems)


def list_keys(preferences: Preferences) -> tuple[Preference, ...]:
    """All keys as settings: what each is now, and where that comes from. They are changed in the file."""
    found = []
    for name, key in names().items():
        table, _, action = f"keys.{name}".rpartition(".")
        origin = preferences.settings.origins.get(f"keys.{name}", "default")
        if key.in_use == tuple(key.keys.split(",")):
            origin = "default"
        about = About(key.label, help_of(key) or key.label, ())
        change = f'To change it, write {action} = "f5" or another key below [{table}] in {preferences.where}.'
        shown = "your file" if origin == str(preferences.file) else origin
        found.append(Preference(f"keys.{name}", ", ".join(map(keys.in_sentences, key.in_use)), shown, about, change))
    return tuple(found)


def _as_named(given: str) -> str:
    """Textual's name of a key that people write as `^e`, `ctrl+e`, `Ctrl-E`, `?` or `question_mark`.

    Raises ValueError for what is no key.
    """
    text = given.strip()
    if len(text) > 1 and text[0] == "^":
        text = f"ctrl+{text[1:]}"
    *before, name = text[:-1].replace("-", "+").split("+") if len(text) > 1 else [""]
    held, name = [each.lower() for each in before], name + text[-1:]  # the last sign is pressed, even if it is a plus
    name = {**{shown: long for long, shown in keys.AS_WRITTEN.items()}, **_OTHERWISE}.get(name, name)
    if len(name) > 1 or held:
        name = name.lower()
    if not (_types(name) or name in {key.value for key in Keys}) or set(held) - {"ctrl", "alt", "shift"}:
        meant = nearest(text.lower(), (*_FUNCTION_KEYS, *_CONTROL, *_MOVES, *_ENDS, "space"))
        raise ValueError(
            f"'{given}' is not a key" + (f" (did you mean '{keys.in_sentences(meant)}'?)" if meant else "")
        )
    full = "+".join((*(each for each in ("ctrl", "alt", "shift") if each in held), name))
    same = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
    if full in same:
        raise ValueError(f"terminals send {same[full]} for {keys.in_sentences(full)}")
    return full


def _types(key: str) -> bool:
    """Whether a key types a character."""
    character = keys.AS_WRITTEN.get(key, "") if key != "escape" else ""
    return (character or key_to_character(key) or "\n").isprintable()


def _check_free(key: Key, now: Iterable[str]) -> None:
    """Raises ValueError with what else one of the keys is, where it would have to act."""
    usual = key.keys.split(",")
    for each in now:
        if each in usual:
            continue
        if key in _WHILE_TYPING and _types(each):
            raise ValueError(f"{keys.in_sentences(each)} types a character in an editor")
        if any(key in place.keys and each in place.taken for place in _PLACES):
            raise ValueError(f"{keys.in_sentences(each)} is needed to type or to move")


def _drop_conflicts(changed: dict[Key, str], name_of: Mapping[Key, str]) -> list[str]:
    """Go back to the usual keys wherever two actions have the same; returns a sentence for each time."""
    told = list[str]()
    while (conflict := _conflict(changed)) is not None:
        first, second, shared = conflict
        told.append(
            f"[keys]: {keys.in_sentences(shared)} would be both {name_of[first]} and {name_of[second]}; "
            f"{all_of([_kept(key) for key in (first, second) if key in changed])}."
        )
        for key in (first, second):
            changed.pop(key, None)
    return told


def _conflict(changed: Mapping[Key, str]) -> tuple[Key, Key, str] | None:
    """Two keys that act at the same time, and what both are."""
    for place in _PLACES:
        taken = dict[str, Key]()
        for key in place.keys:
            for each in changed.get(key, key.keys).split(","):
                other = taken.setdefault(each, key)
                if other != key and (key in changed or other in changed):
                    return other, key, each
    return None


def _kept(key: Key) -> str:
    name = next(name for name, each in names().items() if each == key)
    return f"{name} stays {all_in_sentences(key.keys)}"


def all_in_sentences(written: str) -> str:
    """Keys as they are bound, for a sentence."""
    return all_of([keys.in_sentences(each) for each in written.split(",")])
