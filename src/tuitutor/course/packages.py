"""Courses in Python packages: found by an entry point and the metadata around it. No package is ever imported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tuitutor.course.folder import FILE, is_there

GROUP = "tuitutor.courses"


@dataclass(frozen=True, slots=True)
class Package:
    """An installed course: the entry point's `name`, its package, and the `folder` of its files, perhaps missing."""

    name: str
    package: str
    version: str
    folder: Path


def installed() -> tuple[Package, ...]:
    """The courses installed for this Python, sorted by name; of a package installed twice, the first on the path."""
    found: dict[str, list[Package]] = {}
    for distribution in distributions():
        # damaged metadata of another package must not hide all courses
        with suppress(Exception):
            if GROUP in (distribution.read_text("entry_points.txt") or ""):
                name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()
                found.setdefault(name, list(_courses(distribution)))
    packages = (package for courses in found.values() for package in courses)
    return tuple(sorted(packages, key=lambda package: package.name))


def _courses(distribution: Distribution) -> Iterator[Package]:
    for point in distribution.entry_points:
        if point.group == GROUP:
            parts = [part for part in point.value.split(":")[0].split(".") if part.strip().isidentifier()]
            folders = [root.joinpath(*map(str.strip, parts)) for root in _roots(distribution)]
            folder = next((folder for folder in folders if is_there(folder / FILE)), folders[0])
            yield Package(point.name, distribution.metadata["Name"], distribution.version, folder)


def _roots(distribution: Distribution) -> Iterator[Path]:
    """The folders that may contain its packages: beside its metadata, or the target of an editable install."""
    site = Path(str(distribution.locate_file("")))
    yield site
    for file in distribution.files or ():
        if file.suffix == ".pth":
            with suppress(OSError, ValueError):
                lines = Path(str(file.locate())).read_text(encoding="utf-8").splitlines()
                yield from (site / line for line in lines if line and not line.startswith(("import ", "import\t", "#")))
    with suppress(ValueError, KeyError, TypeError):
        address = urlsplit(json.loads(distribution.read_text("direct_url.json") or "{}")["url"])
        if address.scheme == "file":
            source = Path(url2pathname(address.path))
            yield from (source / "src", source)
