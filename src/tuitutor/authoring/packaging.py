"""A course as a Python package: its project files, among them CI that lints it, and a wheel without a build tool."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tuitutor.config.version import installed_version
from tuitutor.course.packages import GROUP

_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "0.1.0"
description = {title}
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["tuitutor{since}"]

[project.entry-points."{group}"]
{name} = "{module}" # the folder with myst.yml; nothing in it is ever imported

[tool.hatch.build.targets.wheel]
packages = ["src/{module}"]
dev-mode-dirs = ["src"]
"""

_README = """\
# {title}

A course for tuitutor, which trains and grades neural networks in the terminal.

## Learn

```
pip install {name}
tuitutor --course {name}
```

`{name}` may also be the path of a wheel or of this folder, or an address that pip takes. An update keeps your progress.

## Write

The lessons are in `src/{module}`.

```
{commands}
```
"""

_COMMANDS = (
    ("pip install -e .", "once: the course as you write it"),
    ("tuitutor preview src/{module}/{lesson}.md", "the app on one lesson, reloaded each time you save it"),
    ("tuitutor new second --course src/{module}", "one more"),
    ("tuitutor lint --run src/{module}", "what CI does: train all cells, starters and solutions"),
    ("pip wheel --no-deps .", "build it; first increase the version in pyproject.toml"),
)

_IGNORED = """\
.venv/
*.whl
dist/
"""

_GITHUB = """\
on: [push, pull_request]
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: {install}
      - run: {lint}
"""
"""Gitea uses it too, if there is no .gitea folder."""

_FORGEJO = """\
on: [push, pull_request]
jobs:
  lint:
    runs-on: docker
    container:
      image: python:3.13
    steps:
      - run: apt-get update && apt-get install -y nodejs # for the next step
      - uses: actions/checkout@v4
      - run: {install}
      - run: {lint}
"""

_GITLAB = """\
lint:
  image: python:3.13
  script:
    - {install}
    - {lint}
"""


_METADATA = """\
Metadata-Version: 2.1
Name: {name}
Version: {version}
Summary: {title}
Requires-Python: >=3.11
Requires-Dist: tuitutor{since}
"""

_WHEEL = """\
Wheel-Version: 1.0
Generator: tuitutor
Root-Is-Purelib: true
Tag: py3-none-any
"""

_THEN = (1980, 1, 1, 0, 0, 0)  # the time of all files in a wheel, so that equal files give equal wheels


@dataclass(frozen=True, slots=True)
class Wheel:
    """The name and version of a package with a course, and the name under which tuitutor opens the course."""

    name: str
    version: str
    course: str

    @property
    def stem(self) -> str:
        return f"{re.sub(r'[-_.]+', '_', self.name).lower()}-{self.version}"

    @property
    def file(self) -> str:
        return f"{self.stem}-py3-none-any.whl"


def wheel_of(folder: Path, course_id: str, today: str) -> Wheel:
    """The package of the course in a folder, from its pyproject.toml, or else with its id and today's date."""
    for parent in (folder.absolute(), *folder.absolute().parents[:3]):
        with suppress(OSError, ValueError, KeyError, TypeError, StopIteration):
            project = tomllib.loads((parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
            course = next(iter(project["entry-points"][GROUP]))
            return Wheel(str(project["name"]), str(project.get("version", today)), course)
    return Wheel(course_id.lower(), today, course_id)


def write_wheel(path: Path, wheel: Wheel, title: str, folder: Path) -> None:
    """Write a wheel with all files in a folder. Raises OSError."""
    module = module_of(wheel.name)
    module = module if module.isidentifier() else f"course_{module}"
    info = f"{wheel.stem}.dist-info"
    files: dict[str, Path | str] = {
        f"{module}/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    files[f"{info}/METADATA"] = _METADATA.format(
        name=wheel.name, version=wheel.version, title=" ".join(title.split()), since=_since()
    )
    files[f"{info}/WHEEL"] = _WHEEL
    files[f"{info}/entry_points.txt"] = f"[{GROUP}]\n{wheel.course} = {module}\n"
    records = []
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            data = content.read_bytes() if isinstance(content, Path) else content.encode()
            packed.writestr(_member(name), data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            records.append(f"{name},sha256={digest},{len(data)}")
        packed.writestr(_member(f"{info}/RECORD"), "\n".join([*records, f"{info}/RECORD,,"]) + "\n")


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _THEN)
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return member


def _since() -> str:
    """The requirement of this version of tuitutor or a later one; "" if the version isn't known."""
    version = installed_version()
    return f">={version}" if version[:1].isdecimal() else ""


def module_of(name: str) -> str:
    """The folder of the course in a package of this name."""
    return name.lower().replace("-", "_")


def package_files(name: str, title: str, lesson: str) -> dict[str, str]:
    """The files of a package, by their paths in its folder, without those of the course in `src`."""
    module = module_of(name)
    words = {"name": name, "module": module, "title": title, "since": _since(), "group": GROUP, "lesson": lesson}
    filled = [(command.format(**words), why) for command, why in _COMMANDS]
    widest = max(len(command) for command, _ in filled)
    commands = "\n".join(f"{command:<{widest}}  # {why}" for command, why in filled)
    ci = {"install": "pip install 'tuitutor[cpu]' .", "lint": f"tuitutor lint --run --trust-course src/{module}"}
    return {
        "pyproject.toml": _PROJECT.format(**{**words, "title": json.dumps(title)}),
        "README.md": _README.format(**words, commands=commands),
        ".gitignore": _IGNORED,
        ".github/workflows/lint.yml": _GITHUB.format(**ci),
        ".forgejo/workflows/lint.yml": _FORGEJO.format(**ci),
        ".gitlab-ci.yml": _GITLAB.format(**ci),
    }
