"""The files that a notebook reads come along; what it writes itself, and what isn't there, doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuitutor.authoring.exchange.blocks import CodeBlock
from tuitutor.authoring.exchange.data_files import DataFinder

READ = {
    "beside it": ("pd.read_csv('a.csv')", "pd.read_csv('data/a.csv')"),
    "by way of a variable": ('path = "sub/b.npy"\nnp.load(path)', 'path = "data/sub/b.npy"\nnp.load(path)'),
    "in data already": ("np.load('data/c.npy')", "np.load('data/c.npy')"),
    "above": ("open('../d.txt').read()", "open('data/d.txt').read()"),
    "after other letters": ("print('ä'), open('a.csv')", "print('ä'), open('data/a.csv')"),
    "one that it writes": ("model.save('e.keras')\nload_model('e.keras')", None),
    "one that it opens to write": ("open('a.csv', 'w')", None),
    "a folder": ("load('sub.dir')", None),
    "hidden": ("open('.secret/f.txt')", None),
    "further up": ("open('../../g.txt')", None),
    "an address": ("pd.read_csv('https://example.org/a.csv')", None),
    "absolute": ("open('/etc/hostname.txt')", None),
    "a text": ("print('a.csvs')", None),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "up" / "in"
    for name in ("a.csv", "sub/b.npy", "data/c.npy", "../d.txt", "e.keras", ".secret/f.txt", "../../g.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "sub.dir").mkdir()
    return folder


@pytest.mark.parametrize(("source", "after"), READ.values(), ids=READ)
def test_what_is_read_is_found_in_data(source: str, after: str | None, folder: Path) -> None:
    cell = CodeBlock(source)
    finder = DataFinder(folder, [cell])
    finder.look([cell])
    assert cell.source == (after or source)
    assert all(name.startswith("data/") for name in finder.files)
    assert len(finder.files) == (after is not None)
    assert cell.remarks == [] or after is None


def test_what_is_missing_is_told_and_left_as_it_is(folder: Path) -> None:
    (folder / "big.npy").write_bytes(b"")
    with (folder / "big.npy").open("r+b") as file:
        file.truncate(60_000_000)
    cells = [CodeBlock("np.load('gone.npy')"), CodeBlock("np.load('big.npy')"), CodeBlock("np.load(name)")]
    finder = DataFinder(folder, cells)
    finder.look(cells)
    assert finder.files == {}
    first, second, third = (" ".join(cell.remarks) for cell in cells)
    assert (
        first == "this cell reads 'gone.npy', which isn't beside the notebook; put it at data/gone.npy, and read that"
    )
    assert "'big.npy', which has more than 50 MB or can't be read; put it at data/big.npy" in second
    assert third == ""
