"""`tuitutor data` lists what code may read, and fetches more with Keras's own loaders; `lint` and `grade` check it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

COURSE = """\
project:
  id: rows
  title: Rows
  toc:
    - file: one.md
"""
LESSON = """\
---
title: One
minutes: 5
objectives: [Count]
---

# One

```{exercise-start} Count
:label: count
```

How many rows does `data/rows.csv` have?

```{code-cell} python
:tags: [starter]
n = None
```

```yaml checks
- variable: {n: {equals: 2}}
```

```{exercise-end}
```

```{solution-start} count
```

```{code-cell} python
:tags: [solution]
n = len(open("data/rows.csv").readlines())
```

```{solution-end}
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (folder := tmp_path / "rows").mkdir()
    (folder / "data").mkdir()
    (folder / "hidden").mkdir()
    (folder / "myst.yml").write_text(COURSE)
    (folder / "one.md").write_text(LESSON)
    (folder / "data/rows.csv").write_text("1,2\n3,4\n")
    (folder / "hidden/test.csv").write_text("5,6\n")
    return folder


@pytest.mark.long
def test_a_course_with_data_from_the_first_lint_to_a_grade(cli: Cli, folder: Path, tmp_path: Path) -> None:
    linted = cli("lint", str(folder))
    assert (linted.code, linted.out) == (0, "")
    assert "data.json lists 'data/rows.csv' now." in linted.err
    assert "lists" not in cli("lint", str(folder)).err

    listed = cli("--course", str(folder), "data")
    assert "  data/rows.csv        8 B\n" in listed.out
    assert "hidden" not in listed.out

    answer = tmp_path / "ada" / "count.py"
    answer.parent.mkdir()
    answer.write_text('n = len(open("data/rows.csv").readlines())\n')
    grade = ("grade", "--course", str(folder), "--trust-course", str(answer.parent), "-o", str(tmp_path / "graded"))
    graded = cli(*grade, "--allow-unisolated")
    assert "1 passed" in graded.out, graded.err

    (folder / "data/rows.csv").write_text("1,2\n3,5\n")
    refused = cli(*grade, "--allow-unisolated")
    assert (refused.code, "isn't the file that data.json lists" in refused.err) == (2, True)
    changed = cli("lint", str(folder))
    assert (changed.code, changed.out.count("\n")) == (1, 1)
    assert changed.out.startswith(f"{folder}/data.json:2: 'data/rows.csv' has changed since it was listed")
    assert "tuitutor lint --update-data" in changed.err
    assert cli("lint", str(folder), "--update-data").code == 0
    assert "1 passed" in cli(*grade, "--allow-unisolated").out


@pytest.mark.long
def test_keras_fetches_into_its_own_folder_or_that_of_a_site(
    cli: Cli, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, site = tmp_path / "keras", tmp_path / "site"
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setenv("TUITUTOR_KERAS_DIR", str(site))
    address = (folder / "data/rows.csv").as_uri()
    fetched = cli("data", "fetch", address)
    assert (fetched.code, fetched.out) == (0, f"{home}/datasets/rows.csv  8 B\n")
    again = cli("data", "fetch", address)
    assert (again.code, again.out) == (0, "")
    assert "already" in again.err
    assert cli("data", "fetch", address, "--as", "models/other.csv", "-o", str(site)).code == 0
    listed = cli("data").out
    assert f"Fetched by you, in {home}:\n  datasets/rows.csv        8 B\n" in listed
    assert f"Fetched by your site, in {site}:\n  models/other.csv        8 B\n" in listed


@pytest.mark.long
def test_what_cannot_be_fetched_is_a_sentence(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for words, code, said in (
        (["mnst"], 3, "Keras has no data set or network called 'mnst'; did you mean 'mnist'?"),
        ([(tmp_path / "none.csv").as_uri()], 3, "could not be fetched: URL fetch failure"),
        (["mnist", "-o", str(tmp_path / "file/in")], 2, "cannot be written: Not a directory"),
        (["mnist", "--as", "x"], 2, "--as names the file of a single address"),
        (["https://example.org/x", "--as", "models/../x"], 2, "--as names the file of a single address"),
        (["mnist", "--python", "/no/python"], 3, "'/no/python' cannot be started"),
    ):
        result = cli("data", "fetch", "-o", str(tmp_path / "keras"), *words)
        assert result.code == code, words
        assert said in result.err
