"""A worker's scratch folder is removed, whatever is in it, and even if something still writes there."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest import mock

from tuitutor.worker.scratch import remove


def test_what_nobody_may_look_into_goes_too(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "closed" / "below").mkdir(parents=True)
    (folder / "closed" / "below" / "file").touch()
    (folder / "closed").chmod(0)
    remove(folder)
    assert not folder.exists()


def test_a_folder_that_is_still_written_to_is_tried_again_for_a_while(tmp_path: Path) -> None:
    folder, rmtree, tries = tmp_path / "folder", shutil.rmtree, 0
    folder.mkdir()

    def remove_while_somebody_writes(path: Path, ignore_errors: bool) -> None:
        nonlocal tries
        tries += 1
        rmtree(path, ignore_errors=ignore_errors)
        if tries < 5:
            folder.mkdir()

    with mock.patch.object(shutil, "rmtree", remove_while_somebody_writes):
        remove(folder)
        assert folder.exists(), "no patience was asked for"
        remove(folder, patience=30)
    assert not folder.exists()
    assert tries == 5
