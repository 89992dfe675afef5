"""The files around a new course that make it a package: it can be built, installed, and linted by its own CI."""

from __future__ import annotations

import json

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


def module_of(name: str) -> str:
    """The name of the folder in a package of this name."""
    return name.lower().replace("-", "_")


def package_files(name: str, title: str, lesson: str) -> dict[str, str]:
    """The files of a package, by their paths in its folder, without those of the course in `src`."""
    module, version = module_of(name), installed_version()
    since = f">={version}" if version[:1].isdecimal() else ""
    words = {"name": name, "module": module, "title": title, "since": since, "group": GROUP, "lesson": lesson}
    typed = [(command.format(**words), why) for command, why in _COMMANDS]
    widest = max(len(command) for command, _ in typed)
    commands = "\n".join(f"{command:<{widest}}  # {why}" for command, why in typed)
    ci = {"install": "pip install 'tuitutor[cpu]' .", "lint": f"tuitutor lint --run --trust-course src/{module}"}
    return {
        "pyproject.toml": _PROJECT.format(**{**words, "title": json.dumps(title)}),
        "README.md": _README.format(**words, commands=commands),
        ".gitignore": _IGNORED,
        ".github/workflows/lint.yml": _GITHUB.format(**ci),
        ".forgejo/workflows/lint.yml": _FORGEJO.format(**ci),
        ".gitlab-ci.yml": _GITLAB.format(**ci),
    }
