"""A worker's scratch folder is removed, whatever its content, even while a process still writes there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from tests.waiting import wait_until
from tuitutor.worker.scratch import clear, remove

DEEP = 5_000  # folders, whose path is longer than any path may be
WRITER = "import os, sys\nos.chdir(sys.argv[1])\nwhile True: os.makedirs('one', exist_ok=True)"


@pytest.mark.parametrize("mode", [0, 0o300, 0o400, 0o500])
def test_what_nobody_may_look_into_goes_too(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "folder"
    (folder / "closed" / "below" / "again").mkdir(parents=True)
    (folder / "closed" / "below" / "file").touch()
    for path in (folder / "closed" / "below", folder / "closed", folder):
        path.chmod(mode)
    remove(folder)
    assert not folder.exists()


@pytest.mark.long
def test_folders_at_any_depth_go_too(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    here = os.open(folder, os.O_RDONLY)
    for _ in range(DEEP):
        os.mkdir("d", dir_fd=here)
        os.close(os.open("file", os.O_CREAT, dir_fd=here))
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    for taken in ("0", "1"):  # names that folders from further down could get
        (folder / taken / "more" / "again").mkdir(parents=True)
    remove(folder)
    assert not folder.exists()


def test_a_worker_that_is_killed_while_it_removes_its_folder_leaves_it_to_the_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for number in range(3):
        (home / str(number) / "below").mkdir(parents=True)
    (home / "owner").touch()
    removed = []
    with mock.patch("tuitutor.worker.scratch.remove", lambda folder, _: removed.append(folder)):
        clear(home)
    assert sorted(removed[:-1]) == [home / str(number) for number in range(3)]
    assert removed[-1] == home, "with the owner file"
    clear(home)
    assert not home.exists()


def test_where_a_link_leads_to_nothing_changes(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    (folder / "below").mkdir(parents=True)
    outside.mkdir(0o500)
    (tmp_path / "victim").write_text("as it was")
    for place in (folder, folder / "below"):
        (place / "link").symlink_to(outside)
        (place / "file").symlink_to(tmp_path / "victim")
    (tmp_path / "way").symlink_to(outside)
    remove(folder)
    remove(tmp_path / "way")
    assert not folder.exists()
    assert outside.stat().st_mode & 0o777 == 0o500
    assert (tmp_path / "victim").read_text() == "as it was"


@pytest.mark.long
def test_a_folder_that_is_still_written_to_is_tried_again_for_a_while(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder / "below")]) as writer:
        try:
            assert wait_until((folder / "below" / "one").exists, 30)
            killer = subprocess.Popen(["/bin/sh", "-c", f"sleep 0.3; kill -9 {writer.pid}"])
            remove(folder, patience=30)
            killer.wait()
        finally:
            writer.kill()
    assert not folder.exists()
