"""Settings: flags > environment > the user's file > the site's file > defaults.

In TOML a setting is the top-level key of the same name (`python = "/opt/py/bin/python"`); in the environment it is
TUITUTOR_ and the name in capitals. An empty variable counts as not set, except TUITUTOR_VIA, where it means "here".
"""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, get_type_hints

import platformdirs
from msgspec import Struct, field
from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.config import values
from tuitutor.config.values import Glyphs, Maps, Parser, RawSetting
from tuitutor.errors import ConfigError
from tuitutor.protocol.limits import Limits
from tuitutor.spelling import nearest, suggestion

SITE_FILE = Path("/etc/tuitutor/config.toml")
# The home of a user unknown to the system, as in some containers: reading works, saving fails with a reason.
_HOMELESS = Path("/nonexistent")
_PREFIX = "TUITUTOR_"
_GIB, _MIB = 1 << 30, 1 << 20
_LARGEST = 1 << 20  # bytes of a file
_KEYS = "keys."  # how the names of keys begin, among those of settings
_FLAGS = {"glyphs": "ascii"}  # settings whose flag has another name
_RENAMED = {"ascii": "glyphs"}  # old names of settings and their new names


class Settings(Struct, frozen=True):
    """The program's settings, with their types, parsers, titles and meanings, in words for the user: what learners
    change most comes first.

    `keys` is the table [keys] of a file, which only the app understands: names of actions and their keys. A table in it
    is flattened: "playground.run". `origins` are the sources of the settings' values, in words for the user; the name
    of a key begins with "keys." there.
    """

    learner: Annotated[
        str, values.name, "Your name", "your name for handing in; exercises draw your numbers from it"
    ] = ""
    theme: Annotated[
        str | None, values.theme, "Colours", f"the colours: {', '.join(values.THEMES)}; auto: to match your terminal"
    ] = None
    maps: Annotated[
        Maps, values.maps, "Maps", "how maps tell classes apart: by colours, or by shapes and hatching as well"
    ] = "colours"
    warmup: Annotated[
        bool,
        values.flag,
        "Warm-up",
        "on another day, the course begins with two questions from lessons that you passed",
    ] = True
    close_brackets: Annotated[
        bool, values.flag, "Close brackets", "the editor closes the brackets and quotes that you open"
    ] = True
    course: Annotated[
        Path | None, values.path, "Course", "the course, a folder or a name; none: the one that comes with tuitutor"
    ] = None
    python: Annotated[str, values.program, "Python", "the Python that runs your code"] = sys.executable
    via: Annotated[
        str, values.command, "Start command", 'a command to start your code with, such as "srun -p short"'
    ] = ""
    glyphs: Annotated[
        Glyphs | None,
        values.glyphs,
        "Characters",
        f"characters to draw with: {', '.join(values.GLYPHS)}; auto: what the terminal can show",
    ] = None
    plain: Annotated[bool, values.flag, "Words only", "nothing is drawn, coloured or moved"] = False
    data_dir: Annotated[Path, values.path, "Folder of your work", "where your drafts and progress are kept"] = field(
        default_factory=lambda: platformdirs.user_data_path("tuitutor")
    )
    wall_s: Annotated[float, values.positive, "Seconds per run", "seconds that one run may take"] = Limits().wall_s
    cpu_s: Annotated[float, values.positive, "CPU seconds per run", "seconds of CPU time that one run may use"] = (
        Limits().cpu_s
    )
    memory_gb: Annotated[float, values.memory, "Memory per run, GiB", "GiB of memory that a run may use"] = (
        Limits().memory_bytes / _GIB
    )
    output_mb: Annotated[float, values.positive, "Output per run, MiB", "MiB that a run may print"] = (
        Limits().output_bytes / _MIB
    )
    file_mb: Annotated[float, values.positive, "Largest file, MiB", "MiB in one file that your code writes"] = (
        Limits().file_bytes / _MIB
    )
    disk_mb: Annotated[float, values.positive, "All files, MiB", "MiB in all files that a run writes"] = (
        Limits().disk_bytes / _MIB
    )
    cores: Annotated[int, values.whole(1, 1_000_000), "Cores", "the most cores that your code may use"] = 2
    nice: Annotated[int, values.whole(0, 19), "Priority", "the priority of your code: 0 is high, 19 is low"] = 10
    cpu_budget_min: Annotated[
        float, values.not_negative, "CPU min per session", "CPU minutes for one session; 0: no limit"
    ] = 60.0
    trust_course: Annotated[
        bool, values.flag, "Trust new courses", "run the code of courses that are new to you without asking"
    ] = False
    keras_dir: Annotated[
        Path | None, values.path, "Fetched data", "the folder where your site keeps data sets and weights for Keras"
    ] = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def limits(self) -> Limits:
        """The bounds on one child, in the protocol's units."""
        return Limits(
            wall_s=self.wall_s,
            cpu_s=self.cpu_s,
            memory_bytes=int(self.memory_gb * _GIB),
            output_bytes=int(self.output_mb * _MIB),
            file_bytes=int(self.file_mb * _MIB),
            disk_bytes=max(1, int(self.disk_mb * _MIB)),  # 0 would be no limit
        )

    def for_a_class(self) -> Settings:
        """The settings for grading a class: without the default limits, which are for a learner's own runs."""
        unbound = {"cores": 0, "nice": 0, "cpu_budget_min": 0.0}
        default = {name: value for name, value in unbound.items() if self.origins.get(name, "default") == "default"}
        return replace(self, **default)

    @property
    def cores_wanted(self) -> int:
        """The most cores for learner code; 0: all that it finds, which behind a launcher is the job's share."""
        return self.cores if self._holds("cores") else 0

    @property
    def budget_s(self) -> float:
        """CPU seconds that a session may use; 0: no limit, as in a job, which has its own limits."""
        return 60 * self.cpu_budget_min if self._holds("cpu_budget_min") else 0.0

    def _holds(self, name: str) -> bool:
        """Whether a limit for shared machines applies: behind a launcher, its default does not."""
        return not self.via or self.origins.get(name, "default") != "default"


class About(Struct, frozen=True):
    """A setting in words for the user; `choices` are its values as they are typed, () if there are too many."""

    title: str
    meaning: str
    choices: tuple[str, ...]


_HINTS = {
    name: hint.__metadata__
    for name, hint in get_type_hints(Settings, include_extras=True).items()
    if hasattr(hint, "__metadata__")
}
_PARSERS: Mapping[str, Parser] = {name: parser for name, (parser, *_) in _HINTS.items()}
ABOUT: Mapping[str, About] = {
    name: About(title, meaning, values.CHOICES.get(parser, ())) for name, (parser, title, meaning) in _HINTS.items()
}
"""All settings, in the order in which they are shown."""


def user_folder(environ: Mapping[str, str], kind: Literal["data", "config", "cache"]) -> Path:
    """The user's folder for data, settings, or files that can be made again, by the XDG rules; it need not exist."""
    base = Path(environ.get(f"XDG_{kind.upper()}_HOME", ""))
    if base.is_absolute():
        return base / "tuitutor"
    dirs = platformdirs.PlatformDirs("tuitutor")
    with suppress(RuntimeError):  # how newer versions of platformdirs say that there is no home
        path = {"data": dirs.user_data_path, "config": dirs.user_config_path, "cache": dirs.user_cache_path}[kind]
        if path.is_absolute():
            return path
    return _HOMELESS / "tuitutor"


def user_file(environ: Mapping[str, str]) -> Path:
    """The user's settings file; it need not exist."""
    return user_folder(environ, "config") / "config.toml"


def login(environ: Mapping[str, str]) -> str:
    """The user's name on this machine; "" where the system does not know it."""
    with suppress(OSError, KeyError):
        return (
            next(filter(None, (environ.get(name) for name in ("LOGNAME", "USER"))), "") or pwd.getpwuid(os.getuid())[0]
        )
    return ""


def load(flags: Mapping[str, object], environ: Mapping[str, str], site: Path, user: Path) -> Settings:
    """Merge all sources, but for flags of None. Files need not exist.

    Raises ConfigError for a file that does not parse, an unknown key or an invalid value.
    """
    found: dict[str, object] = {"data_dir": user_folder(environ, "data"), "learner": login(environ)}
    origins = dict.fromkeys(_PARSERS, "default")
    keys: dict[str, tuple[str, ...]] = {}
    home = environ.get("HOME", "")
    for source in (_file(site, home), _file(user, home), _environment(environ, home), _flags(flags, home)):
        for name, (raw, origin) in source.items():
            origins[name] = origin
            if name.startswith(_KEYS):
                keys[name.removeprefix(_KEYS)] = parsed(name, raw, origin)  # type: ignore[assignment]  # likewise
            else:
                found[name] = parsed(name, raw, origin)
    return Settings(**found, keys=keys, origins=origins)  # type: ignore[arg-type]  # each parser returns its field's type


def parsed(name: str, raw: RawSetting, origin: str) -> object:
    """The parsed value of a setting. Raises ConfigError, whose text begins with the origin, if it is invalid."""
    try:
        return (values.key_names if name.startswith(_KEYS) else _PARSERS[name])(raw)
    except ValueError as expected:
        raise ConfigError(f"{origin}: {name}: expected {expected}, found {raw.value!r:.60}.") from None


_Source = dict[str, tuple[RawSetting, str]]  # a setting's name -> the value and where it came from


def _file(path: Path, home: str) -> _Source:
    table = _read(path)
    keys = table.pop("keys", {})
    if not isinstance(keys, dict):
        raise ConfigError(f'{path}: keys: expected a table, as in [keys] and below it run = "ctrl+e".')
    for key in table:
        if key in _RENAMED:
            raise ConfigError(
                f"{path}: '{key}' is now '{_RENAMED[key]}'; write {_RENAMED[key]} = \"ascii\" or \"full\"."
            )
        if key not in _PARSERS:
            raise ConfigError(f"{path}: unknown key '{key}'; {suggestion(key, (*_PARSERS, 'keys'))}")
    table |= _flattened(keys, _KEYS)
    return {key: (RawSetting(value, path.parent, home), str(path)) for key, value in table.items()}


def _flattened(table: Mapping[str, object], prefix: str) -> dict[str, object]:
    """The table's entries after `prefix`; an entry of a table in it is called "table.entry"."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        flat |= _flattened(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat


def _environment(environ: Mapping[str, str], home: str) -> _Source:
    source: _Source = {}
    for variable, value in environ.items():
        name = variable.removeprefix(_PREFIX).lower()
        if variable == _PREFIX + name.upper() and name in _PARSERS:
            if value or name == "via":
                source[name] = (RawSetting(value, Path(), home, is_text=True), f"environment {variable}")
        elif name in _RENAMED and variable == _PREFIX + name.upper():
            now = _PREFIX + _RENAMED[name].upper()
            raise ConfigError(f"environment: {variable} is now {now}; set {now}=ascii or {now}=full.")
        elif variable.startswith(_PREFIX) and (meant := nearest(name, _PARSERS)):
            raise ConfigError(f"environment: unknown variable '{variable}'; did you mean '{_PREFIX}{meant.upper()}'?")
    return source


def _flags(flags: Mapping[str, object], home: str) -> _Source:
    return {
        name: (
            RawSetting(value, Path(), home, is_text=isinstance(value, str)),
            f"flag --{_FLAGS.get(name, name.replace('_', '-'))}",
        )
        for name, value in flags.items()
        if value is not None
    }


def _read(path: Path) -> dict[str, object]:
    try:
        text = safe_read.text_of_file(path, _LARGEST)
        import tomllib  # imported late: most users have no such file

        return tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}; make it readable or remove it.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8 text; save the file as UTF-8.") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; a huge integer raises one too
        raise ConfigError(f"{path}: not TOML: {error}.") from None
