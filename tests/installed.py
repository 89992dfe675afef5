"""Courses as pip leaves them: the files of a package, and its metadata beside them."""

from __future__ import annotations

import json
from pathlib import Path

POISON = "raise SystemExit('a course is never imported')\n"


def install(site: Path, name: str, files: Path, version: str = "1.0", package: str | None = None) -> Path:
    """Install the course in the folder `files` into `site` as a wheel would be; where its files are now.

    `name` is the entry point's, and `package` the distribution's, the same unless told.
    """
    module = (package or name).replace("-", "_")
    folder = site / module
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(POISON)
    for file in files.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    record = [f"{module}/{file.name},," for file in folder.iterdir()]
    describe(site, name, module, record, version, package or name)
    return folder


def install_editable(site: Path, name: str, source: Path, pth: str | None = None) -> None:
    """Install the project in `source` as an editable one: by a .pth file of this text, or (None) in another way."""
    site.mkdir(parents=True, exist_ok=True)
    if pth is not None:
        (site / f"_{name}.pth").write_text(pth)
    record = [f"_{name}.pth,,"] if pth is not None else []
    where = json.dumps({"url": source.as_uri(), "dir_info": {"editable": True}})
    metadata = describe(site, name, name.replace("-", "_"), record, "1.0", name)
    (metadata / "direct_url.json").write_text(where)


def describe(site: Path, name: str, module: str, record: list[str], version: str, package: str) -> Path:
    """Write a distribution's metadata; the folder of it."""
    metadata = site / f"{package.replace('-', '_')}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    (metadata / "entry_points.txt").write_text(f"[tuitutor.courses]\n{name} = {module}\n")
    (metadata / "RECORD").write_text("\n".join(record))
    return metadata
