"""Courses in packages are found by metadata alone, as pip leaves them and as editable installs do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installed import POISON, describe, install, install_editable
from tests.small_course import lesson, write_course
from tuitutor.course.packages import Package, installed


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_course(tmp_path / "files", {"One": {"one.md": lesson("One", "One.", "Read me.")}})


def project(folder: Path, files: Path, module: str) -> Path:
    """The source of a package: `folder`/`module` with a course in it, which may not be imported."""
    (folder / module).mkdir(parents=True)
    for file in files.iterdir():
        (folder / module / file.name).write_bytes(file.read_bytes())
    (folder / module / "__init__.py").write_text(POISON)
    return folder / module


def test_a_wheel_is_found_beside_its_metadata(site: Path, files: Path) -> None:
    folder = install(site, "my-course", files, "1.2")
    assert installed() == (Package("my-course", "my-course", "1.2", folder),)


def test_an_editable_one_where_its_pth_points(site: Path, files: Path, tmp_path: Path) -> None:
    folder = project(tmp_path / "elsewhere" / "lib", files, "my_course")
    pth = f"import sys; raise SystemExit\n# a comment\n{folder.parent}\n"
    install_editable(site, "my-course", tmp_path / "gone", pth)
    assert [package.folder for package in installed()] == [folder]


@pytest.mark.parametrize("layout", ["src", "."])
def test_or_where_its_address_points(site: Path, files: Path, tmp_path: Path, layout: str) -> None:
    folder = project(tmp_path / "a project" / layout, files, "my_course")
    install_editable(site, "my-course", tmp_path / "a project")
    assert [package.folder.resolve() for package in installed()] == [folder.resolve()]


def test_one_whose_files_are_gone_is_still_known(site: Path, files: Path) -> None:
    folder = install(site, "my-course", files)
    (folder / "myst.yml").unlink()
    assert [(package.name, package.folder) for package in installed()] == [("my-course", folder)]


def test_the_first_of_two_on_the_path_counts(
    site: Path, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, "my-course", files, "1.0")
    other = tmp_path / "other-site"
    install(other, "my-course", files, "2.0")
    monkeypatch.syspath_prepend(other)
    assert [package.version for package in installed()] == ["2.0"]


@pytest.mark.parametrize("entry", ["nonsense", "x = ", "x = ../../etc", "x = /etc", "[x", "x = a..b:c [d]"])
def test_what_is_no_entry_point_hides_no_other(site: Path, files: Path, entry: str) -> None:
    folder = install(site, "my-course", files)
    odd = describe(site, "odd", "odd", [], "1.0", "odd")
    (odd / "entry_points.txt").write_text(f"[tuitutor.courses]\n{entry}\n")
    found = {package.name: package.folder for package in installed()}
    assert found.pop("my-course") == folder
    assert all(other.is_relative_to(site) for other in found.values())
