"""What is imported may be anybody's: it is read in a process with limits, whatever is in it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.authoring.exchange.notebooks import code, notebook, text
from tests.classroom.submissions.odd_files import odd_file
from tuitutor.authoring.exchange import formats
from tuitutor.authoring.exchange.formats import read_file, read_lessons
from tuitutor.errors import UsageError
from tuitutor.workers.apart import CallLimits, MiB


@pytest.mark.spine
def test_a_lesson_comes_back_as_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(b"\x89PNG" + bytes(range(256)))
    path = tmp_path / "week.ipynb"
    path.write_text(notebook(text("# Week\n\n![A dot](dot.png)"), code("!pip install x"), code("a = 1\ud800")))
    _, [lesson] = read_lessons(path)
    [here] = read_file(path)
    assert (lesson.id, lesson.files, lesson.remarks) == (here.id, here.files, here.remarks)
    assert lesson.text == here.text.replace("\ud800", "?")
    assert lesson.files


@pytest.mark.long
def test_a_notebook_that_takes_too_much_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_LIMITS", CallLimits(memory=32 * MiB))
    path = tmp_path / "week.ipynb"
    path.write_text(notebook(code("x = 1")))
    assert read_lessons(path)
    path.write_text(notebook(code("#" * 20_000_000)))  # more than a process may have at hand that has freed much
    with pytest.raises(UsageError, match=r"week.ipynb: reading it takes more than 32 MiB of memory"):
        read_lessons(path)


@pytest.mark.long
def test_odd_files_are_imported_or_refused_in_a_sentence(tmp_path: Path) -> None:
    random, refused = Random(3), list[str]()
    for _ in range(40):
        name, data = odd_file(random)
        path = tmp_path / Path(name).name
        path.write_bytes(data)
        try:
            read_lessons(path)
        except UsageError as error:
            refused.append(str(error))
    assert len(refused) > 5
    assert not [each for each in refused if "report this" in each or "takes more than" in each]
