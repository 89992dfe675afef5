"""Settings: flags > environment > the user's file > the site's file > defaults.

In TOML a setting is a top-level key of its own name (`python = "/opt/py/bin/python"`); in the environment it is
TUITUTOR_ and the name in capitals. An empty variable counts as not set, except TUITUTOR_VIA, where it means "here".
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from tuitutor.config import values
from tuitutor.config.values import Given, Parser
from tuitutor.errors import ConfigError
from tuitutor.protocol.limits import Limits
from tuitutor.spelling import nearest, suggestion

SITE_FILE = Path("/etc/tuitutor/config.toml")
# The home of a user whom the system does not know, as in some containers: reading works, saving says why it cannot.
_HOMELESS = Path("/nonexistent")
_PREFIX = "TUITUTOR_"
_GIB, _MIB = 1 << 30, 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program goes by. `origins` says for every setting where its value came from, for people."""

    course: Path | None = None  # None: the lessons that are shipped
    python: str = sys.executable  # runs learner code
    via: str = ""  # a launcher to put in front of it, as a shell would split it
    ascii: bool | None = None  # None: ask the terminal
    theme: str = "dark"
    data_dir: Path = field(default_factory=lambda: platformdirs.user_data_path("tuitutor"))
    wall_s: float = Limits().wall_s
    cpu_s: float = Limits().cpu_s
    memory_gb: float = Limits().memory_bytes / _GIB  # 2**30 bytes each
    output_mb: float = Limits().output_bytes / _MIB  # 2**20 bytes each
    file_mb: float = Limits().file_bytes / _MIB
    cores: int = 2  # at most so many for learner code
    nice: int = 10  # its priority, 0 to 19
    cpu_budget_min: float = 60.0  # CPU minutes a session; 0: as many as it likes
    origins: Mapping[str, str] = field(default_factory=dict)

    def limits(self) -> Limits:
        """The bounds on one child, in the protocol's units."""
        return Limits(
            wall_s=self.wall_s,
            cpu_s=self.cpu_s,
            memory_bytes=int(self.memory_gb * _GIB),
            output_bytes=int(self.output_mb * _MIB),
            file_bytes=int(self.file_mb * _MIB),
        )

    @property
    def cores_wanted(self) -> int:
        """At most so many cores for learner code; 0: all that it finds, which behind a launcher is the job's share."""
        return self.cores if self._holds("cores") else 0

    @property
    def budget_s(self) -> float:
        """CPU seconds that a session may use; 0: as many as it likes, as in a job, which has bounds of its own."""
        return 60 * self.cpu_budget_min if self._holds("cpu_budget_min") else 0.0

    def _holds(self, name: str) -> bool:
        """Whether a setting for machines that others use too holds: its default does not, behind a launcher."""
        return not self.via or self.origins.get(name, "default") != "default"


_PARSERS: Mapping[str, Parser] = {
    "course": values.path,
    "python": values.program,
    "via": values.text,
    "ascii": values.tristate,
    "theme": values.theme,
    "data_dir": values.path,
    "wall_s": values.positive,
    "cpu_s": values.positive,
    "memory_gb": values.memory,
    "output_mb": values.positive,
    "file_mb": values.positive,
    "cores": values.count,
    "nice": values.niceness,
    "cpu_budget_min": values.not_negative,
}


def user_data(environ: Mapping[str, str]) -> Path:
    """The user's data folder, by the XDG rules; it need not exist."""
    return _xdg(environ, "XDG_DATA_HOME", platformdirs.user_data_path)


def user_file(environ: Mapping[str, str]) -> Path:
    """The user's settings file, by the XDG rules; it need not exist."""
    return _xdg(environ, "XDG_CONFIG_HOME", platformdirs.user_config_path) / "config.toml"


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Where what can be made again is kept, by the XDG rules; it need not exist."""
    return _xdg(environ, "XDG_CACHE_HOME", platformdirs.user_cache_path)


def load(flags: Mapping[str, object], environ: Mapping[str, str], site: Path, user: Path) -> Settings:
    """Merge all sources; a flag of None was not given. Files need not exist.

    Raises ConfigError for a file that does not parse, an unknown key or a value that does not fit.
    """
    found: dict[str, object] = {"data_dir": user_data(environ)}
    origins = dict.fromkeys(_PARSERS, "default")
    for source in (_file(site, environ), _file(user, environ), _environment(environ), _flags(flags, environ)):
        for name, (given, origin) in source.items():
            found[name] = _parse(name, given, origin)
            origins[name] = origin
    return Settings(**found, origins=origins)  # type: ignore[arg-type]  # each parser returns its field's type


_Source = dict[str, tuple[Given, str]]  # a setting's name -> the value and where it came from


def _file(path: Path, environ: Mapping[str, str]) -> _Source:
    home = environ.get("HOME", "")
    table = _read(path)
    for key in table:
        if key not in _PARSERS:
            raise ConfigError(f"{path}: unknown key '{key}'; {suggestion(key, _PARSERS)}")
    return {key: (Given(value, path.parent, home), str(path)) for key, value in table.items()}


def _environment(environ: Mapping[str, str]) -> _Source:
    home = environ.get("HOME", "")
    source: _Source = {}
    for variable, value in environ.items():
        name = variable.removeprefix(_PREFIX).lower()
        if variable == _PREFIX + name.upper() and name in _PARSERS:
            if value or name == "via":
                source[name] = (Given(value, Path(), home, is_text=True), f"environment {variable}")
        elif variable.startswith(_PREFIX) and (meant := nearest(name, _PARSERS)):
            raise ConfigError(f"environment: unknown variable '{variable}'; did you mean '{_PREFIX}{meant.upper()}'?")
    return source


def _flags(flags: Mapping[str, object], environ: Mapping[str, str]) -> _Source:
    home = environ.get("HOME", "")
    given = {name: value for name, value in flags.items() if value is not None}
    for name in given:
        if name not in _PARSERS:
            raise ConfigError(f"unknown flag '{_flag(name)}'; {suggestion(name, _PARSERS)}")
    return {
        name: (Given(value, Path(), home, is_text=isinstance(value, str)), f"flag {_flag(name)}")
        for name, value in given.items()
    }


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        import tomllib  # most have no such file

        return tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}; make it readable or remove it") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8 text; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; so is an endless integer
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _parse(name: str, given: Given, origin: str) -> object:
    try:
        return _PARSERS[name](given)
    except ValueError as wanted:
        raise ConfigError(f"{origin}: {name}: expected {wanted}, found {given.value!r:.60}") from None


def _xdg(environ: Mapping[str, str], variable: str, otherwise: Callable[[str], Path]) -> Path:
    base = Path(environ.get(variable, ""))
    if base.is_absolute():
        return base / "tuitutor"
    with suppress(RuntimeError):  # how newer versions of platformdirs say that there is no home
        if (path := otherwise("tuitutor")).is_absolute():
            return path
    return _HOMELESS / "tuitutor"
