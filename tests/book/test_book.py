"""Sphinx makes a book of a course, without a warning where `lint` finds nothing, and without the checks."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from tests.course.lesson_texts import CHECKS, SOLUTION, STARTER, exercise
from tuitutor.authoring.proofreading import flaws_in
from tuitutor.course.load import load_course

pytestmark = pytest.mark.book

JUPYTER = (
    "jupytext: {text_representation: {extension: .md, format_name: myst, format_version: 0.13}}\n"
    "kernelspec: {name: python3, display_name: Python 3, language: python}\n"
)
FRONT = f"---\ntitle: T\n{JUPYTER}---\n\n# Top\n\n"
EVERYTHING = """\
[b](part/b.md), [b][b], [its exercise](part/b.md#net), [again][], [its heading](part/b.md#a-dense--more) and
[up](#top). {ref}`net`, {ref}`this net <net>`, {doc}`part/b` and [a label](#here). $x^2$ and a note[^n].

[b]: part/b.md
[again]: #net

[^n]: See [b](part/b.md) and <https://keras.io>.

```{hint}
[b](part/b.md)
```

:::{note}
{ref}`net`
:::

```{code-cell} ipython3
:tags: [setup]

print(6 * 7)
```

```yaml predict
question: How many?
value: x
choices: [one, a few]
```

```{code-cell} ipython3
:alt: Nothing is drawn.

x = "one"
```

It is 42.0<!-- cell -->.

````text
```yaml checks
- shown
```
````
"""
VARIANTS = "```yaml variants\nhidden from readers: [1, 2]\n```\n\n"
ASKED = CHECKS.replace("layers\n", "layers\n- params: {total: 1}\n")
B = FRONT + "## A `Dense` & more\n\n(here)=\n## Another\n\n" + exercise(STARTER + VARIANTS + ASKED) + SOLUTION


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """docs/book/build.py, which is a program and no package's."""
    path = Path(__file__).parents[2] / "docs" / "book" / "build.py"
    spec = importlib.util.spec_from_file_location("book_build", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def build(builder: ModuleType, folder: Path, text: str, arguments: Sequence[str] = ()) -> tuple[int, str]:
    (folder / "course" / "part").mkdir(parents=True)
    for name, lesson in {"a.md": FRONT + text, "part/b.md": B, "README.md": "# Of no lesson\n"}.items():
        (folder / "course" / name).write_text(lesson)
    toc = "- {file: a.md}\n    - title: Part\n      children: [{file: part/b.md}]"
    (folder / "course" / "myst.yml").write_text(f"project:\n  id: c\n  title: A course\n  toc:\n    {toc}\n")
    course = load_course(folder / "course")
    assert course.all_problems == ()
    status, said = builder.build(folder / "course", folder / "book", arguments)
    return int(status), str(said)


def shown(page: Path) -> str:
    return re.sub(r"<[^>]*>", "", page.read_text())


def test_what_lint_lets_pass_is_built_without_a_warning(builder: ModuleType, tmp_path: Path) -> None:
    assert build(builder, tmp_path, EVERYTHING) == (0, "")
    course = load_course(tmp_path / "course")
    assert flaws_in(course, course.lessons) == ()
    html = tmp_path / "book" / "html"
    assert "Part" in shown(html / "index.html")
    assert "- shown" in shown(html / "a.html")
    assert "How many? (one; a few)" in shown(html / "a.html")
    assert "value: x" not in shown(html / "a.html")
    assert "It is 42.0." in shown(html / "a.html")
    assert "Build it" in shown(html / "part" / "b.html")
    assert not list(html.rglob("README.html"))
    assert [str(path) for path in html.rglob("*") if path.is_file() and b"built_from" in path.read_bytes()] == []
    assert not any(b"hidden from readers" in path.read_bytes() for path in html.rglob("*") if path.is_file())


def test_a_warning_is_an_error_at_the_lessons_own_line(builder: ModuleType, tmp_path: Path) -> None:
    code, said = build(builder, tmp_path, "[nowhere](nowhere.md)")
    assert code == 1
    assert f"{tmp_path / 'course' / 'a.md'}:9: WARNING" in said


def test_cells_are_run_on_demand(builder: ModuleType, tmp_path: Path) -> None:
    code, said = build(builder, tmp_path, EVERYTHING, ("-D", "nb_execution_mode=force"))
    assert code == 0, said
    assert "42" in shown(tmp_path / "book" / "html" / "a.html")
