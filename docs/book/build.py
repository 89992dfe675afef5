"""Makes a book of the lessons in build/book/html; arguments go to sphinx-build.

The lessons stay where they are, and myst.yml is the only list of them: what Sphinx reads is a copy of them beside an
index that is written from that list. A warning is an error. All is built again each time, since Sphinx warns of a page
only when it reads it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tuitutor.course.findings import Findings
from tuitutor.course.folder import FILE
from tuitutor.course.toc import Toc, TocChapter, read_toc

ROOT = Path(__file__).resolve().parents[2]


def build(course: Path, book: Path, arguments: Sequence[str] = ()) -> tuple[int, str]:
    """Make the book of a course's folder in `book`, from scratch; Sphinx's exit code and what it complains of."""
    toc = read_toc(course, Findings(course / FILE))
    source = book / "source"
    shutil.rmtree(book, ignore_errors=True)
    _lay_out(source, course, toc)
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "--no-color"]
    command += ["-c", str(Path(__file__).parent), "-d", str(book / "doctrees")]
    command += ["-D", f"project={toc.title}", "-D", f"html_title={toc.title}", *arguments, str(source)]
    done = subprocess.run([*command, str(book / "html")], stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stderr.replace(str(source), str(course))  # where an author finds it


def _lay_out(source: Path, course: Path, toc: Toc) -> None:
    """Make the folder that Sphinx reads: the lessons of the table of contents, and all other files but Markdown."""
    lessons = {path for _, files in toc.chapters for path in files}
    for path in {path for path in course.rglob("*") if path.is_file() and path.suffix != ".md"} | lessons:
        copy = source / path.relative_to(course)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)  # MyST would follow a symbolic link, out of the book
    (source / "index.md").write_text(_index(course, toc), encoding="utf-8")


def _index(course: Path, toc: Toc) -> str:
    """A page with the table of contents."""
    parts = [_toctree(course, chapter) for chapter in toc.chapters]
    return "\n\n".join([f"# {toc.title}", *parts]) + "\n"


def _toctree(course: Path, chapter: TocChapter) -> str:
    title, files = chapter
    caption = f":caption: {title}\n" if title else ""
    names = "\n".join(str(path.relative_to(course).with_suffix("")) for path in files)
    return f"```{{toctree}}\n:maxdepth: 1\n{caption}\n{names}\n```"


def main() -> int:
    code, said = build(ROOT / "lessons", ROOT / "build" / "book", sys.argv[1:])
    print(said, end="", file=sys.stderr)
    if code == 0:
        print("The book is build/book/html/index.html.")
    return code


if __name__ == "__main__":
    sys.exit(main())
