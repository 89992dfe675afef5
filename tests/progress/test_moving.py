"""A learner's state moves to another machine as a file: all of it arrives, and nothing there is lost."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from unittest import mock

import pytest

from tests.planted import bounds
from tests.progress.stores import Clock, attempted, kept
from tuitutor.errors import Remedy, StateError, UsageError
from tuitutor.progress import files, moving
from tuitutor.progress.journal import Opened, Scrolled, decode_entries, encode_entry
from tuitutor.progress.moving import Moved, pack_state, unpack_state
from tuitutor.progress.states import FOLDER, States
from tuitutor.progress.store import Store


def move(source: Path, target: Path, course: str | None = None) -> None:
    """Out of the one state and into the other, as two fresh processes would."""
    file = source.parent / f"{source.name}.tar.gz"
    file.write_bytes(pack_state(source)[0])
    unpack_state(file, target, course)


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here"


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "there"


def test_places_cells_and_other_courses_move_too(here: Path, there: Path) -> None:
    store = Store.open(here, "small")
    store.record(Scrolled("intro", 12, "cell:1", store.now()))
    store.save(store.cell_path("intro", "0123abcd"), "x = 2\n")
    Store.open(here, "Another course").record(Opened("start", 5.0))
    move(here, there)
    assert Store.open(there, "small").progress().places["intro"].y == 12
    assert Store.open(there, "small").cell_draft("intro", "0123abcd") == "x = 2\n"
    assert Store.open(there, "Another course").progress().last_lesson == "start"


def test_states_of_the_playground_move_under_other_names_where_theirs_are_taken(here: Path, there: Path) -> None:
    mine, theirs = States(here / FOLDER), States(there / FOLDER)
    long = "x" * 60
    for name in ("spiral", "Both", long):
        mine.save(name, f"dataset=spiral&seed={name}")
    mine.keep_last("dataset=gauss")
    for name in ("spiral", "spiral 2", long):
        theirs.save(name, f"dataset=circle&seed={name}")
    theirs.save("Both", "dataset=spiral&seed=Both")
    for _ in range(2):  # once is enough
        move(here, there)
        assert sorted(theirs.names()) == sorted(["Both", "spiral", "spiral 2", "spiral 3", long, f"{long[:58]} 2"])
    assert theirs.named("spiral 3") == "dataset=spiral&seed=spiral"
    assert theirs.named("spiral") == "dataset=circle&seed=spiral"
    assert theirs.named(f"{long[:58]} 2") == f"dataset=spiral&seed={long}"
    assert theirs.last()[0] == ""


def test_a_file_that_cannot_be_read_is_not_replaced(here: Path, there: Path) -> None:
    States(here / FOLDER).save("spiral", "dataset=spiral")
    (there / FOLDER).mkdir(parents=True)
    (there / FOLDER / "spiral.state").write_bytes(b"\xff")
    move(here, there)
    assert (there / FOLDER / "spiral.state").read_bytes() == b"\xff"
    assert States(there / FOLDER).named("spiral 2") == "dataset=spiral"


def test_states_are_counted_and_stay_where_one_course_moves(here: Path, tmp_path: Path) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    States(here / FOLDER).save("spiral", "dataset=spiral")
    data, packed = pack_state(here)
    assert [(each.course, each.states) for each in packed] == [("playground", 1), ("small", 0)]
    (tmp_path / "all.tar.gz").write_bytes(data)
    assert [each.states for each in unpack_state(tmp_path / "all.tar.gz", tmp_path / "there")] == [1, 0]
    assert [each.course for each in pack_state(here, "small")[1]] == ["small"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "data", [b"", b"name", b"name\n \n", b"\ndataset=xor\n", b"\xff\na", b"n" * 61 + b"\na", b"a\tb\nc"]
)
def test_a_damaged_state_is_refused_before_anything_is_written(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "move.tar.gz"
    file.write_bytes(packed({"small/drafts/xor.py": b"a", "playground/a.state": data}))
    with pytest.raises(UsageError, match=r"is damaged at 'playground/a\.state'"):
        unpack_state(file, tmp_path / "there")
    assert not (tmp_path / "there").exists()


@pytest.mark.spine
def test_one_course_alone(here: Path, there: Path, tmp_path: Path) -> None:
    for course in ("small", "large"):
        Store.open(here, course).save_draft("xor", course)
    file = tmp_path / "small.tar.gz"
    file.write_bytes(pack_state(here, "small")[0])
    unpack_state(file, there)
    assert (Store.open(there, "small").draft("xor"), Store.open(there, "large").draft("xor")) == ("small", None)
    move(here, tmp_path / "third", "large")
    assert not (tmp_path / "third" / "small").exists()
    with pytest.raises(UsageError, match=r"nothing from the course 'large'; the courses in it are: 'small'\."):
        unpack_state(file, there, "large")


def test_what_is_of_this_machine_alone_stays(here: Path) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    for name in (
        "crashes/log.txt",
        "known.courses/a.trusted",
        "Copy of small/drafts/xor.py",
        "small/shared/xor-1.md",
        "small/drafts/xor.py~",
        "small/spiral.state",
    ):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("x")
    (here / "file").write_text("x")
    (here / "small/drafts/folder.py").mkdir()
    with tarfile.open(fileobj=io.BytesIO(pack_state(here)[0])) as packed:
        assert packed.getnames() == ["tuitutor.json", "small/drafts/xor.py"]


def test_a_draft_that_differs_goes_beside_and_a_copy_never_takes_its_place(
    here: Path, there: Path, tmp_path: Path
) -> None:
    Store.open(here, "small").save_draft("xor", "moved")
    (here / "small" / "drafts" / "first.other-3.py").write_text("a copy of what was reset")
    Store.open(there, "small").save_draft("xor", "mine")
    file = tmp_path / "move.tar.gz"
    file.write_bytes(pack_state(here)[0])
    [moved] = unpack_state(file, there)
    drafts = there / "small" / "drafts"
    assert {path.name: path.read_text() for path in drafts.iterdir()} == {
        "xor.py": "mine",
        "xor.other-1.py": "moved",
        "first.other-1.py": "a copy of what was reset",
    }
    assert sorted(path.name for path in moved.beside) == ["first.other-1.py", "xor.other-1.py"]


def test_an_app_that_is_open_there_learns_of_it(here: Path, there: Path) -> None:
    running = Store.open(there, "small")
    attempted(running, "failed")
    attempted(Store.open(here, "small", clock=Clock(1.0)), "passed", "first")
    move(here, there)
    assert running.progress().exercise("first").passed
    attempted(running, "passed")
    assert Store.open(there, "small").progress().exercise("xor").passed


def test_entries_of_a_newer_version_move_as_they_are(here: Path, there: Path) -> None:
    journal = here / "small" / "journal" / "newer-1-abc.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b'{"is":"Dreamt","at":1.0,"of":"sheep"}\n{"is":"Opened","lesson":"a","at":2.0}\n{"is":"Op')
    move(here, there)
    lines = b"".join(path.read_bytes() for path in (there / "small" / "journal").iterdir())
    assert b'"Dreamt"' in lines
    assert len(decode_entries(lines)) == 1


def test_folders_are_private(here: Path, there: Path) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    move(here, there)
    assert [(there / part).stat().st_mode & 0o777 for part in ("small", "small/drafts")] == [0o700, 0o700]


def course_of_all_kinds(root: Path) -> None:
    store = Store.open(root, "small", clock=Clock(5.0))
    for entry in (Opened("a", 1.0), Opened("b", 2.0)):
        store.record(entry)
    for label in ("xor", "first", "last"):
        store.save_draft(label, f"of {label}")
    for at in (3.0, 4.0):
        store.keep(kept(at, "x = 1"))


def test_what_was_new_is_counted_and_the_second_time_nothing_is(here: Path, there: Path, tmp_path: Path) -> None:
    course_of_all_kinds(here)
    States(here / FOLDER).save("spiral", "dataset=spiral")
    data, packed = pack_state(here)
    moved = [Moved("playground", states=1), Moved("small", entries=2, drafts=3, attempts=2)]
    assert packed == moved
    (tmp_path / "move.tar.gz").write_bytes(data)
    assert unpack_state(tmp_path / "move.tar.gz", there) == moved
    assert pack_state(there) == (data, moved)
    before = everything(there)
    assert unpack_state(tmp_path / "move.tar.gz", there) == [Moved("playground"), Moved("small")]
    assert everything(there) == before


def test_only_entries_that_are_new_make_a_journal(here: Path, there: Path) -> None:
    entries = [encode_entry(Opened("a", at)) for at in (1.0, 2.0, 3.0)]
    for root, lines in ((here, entries), (there, [b"\n", *entries[1:]])):
        (root / "small" / "journal").mkdir(parents=True)
        (root / "small" / "journal" / "one.jsonl").write_bytes(b"".join(lines))
    move(here, there)
    [new] = (there / "small" / "journal").glob("moved-*.jsonl")
    assert new.read_bytes() == entries[0]


def test_no_state_at_all_is_an_empty_file(here: Path, there: Path) -> None:
    assert pack_state(here)[1] == []
    (here / "small" / "drafts").mkdir(parents=True)
    assert pack_state(here)[1] == []
    move(here, there)
    assert not there.exists()


def test_a_state_that_cannot_be_read_is_never_half_packed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    refuses = mock.Mock(side_effect=PermissionError(13, "Permission denied", "xor.py"))
    monkeypatch.setattr(files, "read_if_there", refuses)
    with pytest.raises(StateError, match=r"^xor\.py cannot be read: Permission denied\.$"):
        pack_state(here)
    refuses.side_effect = OSError("odd")
    with pytest.raises(StateError, match=rf"^{here} cannot be read: odd\.$"):
        pack_state(here)
    monkeypatch.setattr(files, "read_if_there", lambda path: None)  # it has gone since it was listed
    assert pack_state(here)[1] == []


@pytest.mark.parametrize("name", ["a.jsonl", "z.jsonl"])
def test_journals_that_are_compacted_meanwhile_are_read_again(
    name: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journals, read = here / "small" / "journal", files.read_if_there
    journals.mkdir(parents=True)
    (journals / "m.jsonl").write_bytes(encode_entry(Opened("a", 1.0)))

    def compacted(path: Path) -> bytes | None:
        if path.name == "m.jsonl":
            (journals / name).write_bytes(path.read_bytes() + encode_entry(Opened("b", 2.0)))
            path.unlink()
        return read(path)

    monkeypatch.setattr(files, "read_if_there", compacted)
    assert pack_state(here)[1] == [Moved("small", entries=2)]


def test_a_state_that_is_too_large_for_one_file_is_never_packed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    for name, most in (("_ALL", 512), ("_MANY", 1)):
        with monkeypatch.context() as patched:
            patched.setattr(moving, name, most)
            with pytest.raises(StateError, match="move each course alone"):
                pack_state(here)


@pytest.mark.long
def test_an_attempt_that_was_edited_is_kept_beside(here: Path, there: Path) -> None:
    for root, text in ((here, b"{}"), (there, b"[]")):
        (root / "small" / "attempts" / "xor").mkdir(parents=True)
        (root / "small" / "attempts" / "xor" / "1.0-a.json").write_bytes(text)
    for _ in range(2):
        move(here, there)
        kept_there = [path.read_bytes() for path in sorted((there / "small" / "attempts" / "xor").iterdir())]
        assert sorted(kept_there) == [b"[]", b"{}"]
    assert (there / "small" / "attempts" / "xor" / "1.0-a.json").read_bytes() == b"[]"


@pytest.mark.long
@pytest.mark.parametrize("mine", ["moved", "a", "z"])
def test_a_draft_that_is_the_same_is_not_copied(mine: str, here: Path, there: Path, tmp_path: Path) -> None:
    Store.open(here, "small").save_draft("xor", "moved")
    Store.open(there, "small").save_draft("xor", mine)
    (tmp_path / "move.tar.gz").write_bytes(pack_state(here)[0])
    beside = [] if mine == "moved" else [there / "small" / "drafts" / "xor.other-1.py"]
    assert unpack_state(tmp_path / "move.tar.gz", there) == [Moved("small", beside=beside)]
    assert unpack_state(tmp_path / "move.tar.gz", there) == [Moved("small")]


def test_what_is_as_large_as_allowed_is_read(there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "_ALL", len(gzip.decompress(WHOLE)))
    monkeypatch.setattr(moving, "_MANY", 3)
    (tmp_path / "move.tar.gz").write_bytes(WHOLE)
    assert unpack_state(tmp_path / "move.tar.gz", there) == [Moved("small", entries=1, drafts=1)]


# ---- files that cannot be used --------------------------------------------------------------


def tarred(members: Iterable[tuple[str | tarfile.TarInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in members:
            entry = tarfile.TarInfo(name) if isinstance(name, str) else name
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return gzip.compress(buffer.getvalue())


def packed(members: Mapping[str, bytes], version: object = 1) -> bytes:
    names = {name: sha256(data).hexdigest() for name, data in members.items()}
    return tarred([("tuitutor.json", json.dumps({"tuitutor": version, "files": names}).encode()), *members.items()])


def of_type(kind: bytes) -> bytes:
    """With a draft that is no file, but a link to /etc/passwd or something else."""
    entry = tarfile.TarInfo("small/drafts/first.py")
    entry.type, entry.linkname = kind, "/etc/passwd"
    return tarred([(entry, b""), ("tuitutor.json", b'{"tuitutor": 1}')])


SOUND = {"small/drafts/xor.py": b"moved", "small/journal.jsonl": b'{"is":"Opened","lesson":"a","at":2.0}\n'}
WHOLE = packed(SOUND)
NO_MOVE = "was not written to move progress"
BAD = {
    "no tar": (b"hello", NO_MOVE),
    "empty": (b"", NO_MOVE),
    "cut off": (WHOLE[:-40], NO_MOVE),
    "cut off inside": (gzip.compress(gzip.decompress(WHOLE)[:1500]), "lacks 'small/drafts/xor.py'"),
    "another tar": (tarred(SOUND.items()), NO_MOVE),
    "damaged manifest": (packed(SOUND, ["move"]), NO_MOVE),
    "no manifest": (tarred([("tuitutor.json", b"[" * 100_000)]), NO_MOVE),
    "newer": (packed({"small/strange": b"x"}, 2), "by a newer tuitutor (in format 2, this one knows 1)"),
    "leads out": (packed({**SOUND, "../../evil.py": b"x"}), "'../../evil.py', which tuitutor never writes"),
    "leads out below": (packed({**SOUND, "small/drafts/../../../evil.py": b"x"}), "which tuitutor never writes"),
    "absolute": (packed({**SOUND, "/etc/evil.py": b"x"}), "which tuitutor never writes"),
    "another file": (packed({**SOUND, "small/drafts/.bashrc": b"x"}), "which tuitutor never writes"),
    "a state of a course": (packed({**SOUND, "small/a.state": b"a\nb"}), "which tuitutor never writes"),
    "a link": (of_type(tarfile.SYMTYPE), "which tuitutor never writes"),
    "a hard link": (of_type(tarfile.LNKTYPE), "which tuitutor never writes"),
    "a pipe": (of_type(tarfile.FIFOTYPE), "which tuitutor never writes"),
    "twice": (tarred([("tuitutor.json", b'{"tuitutor": 1}'), *2 * [*SOUND.items()]]), "which tuitutor never writes"),
    "one is missing": (
        tarred([("tuitutor.json", b'{"tuitutor": 1, "files": {"small/drafts/xor.py": "0"}}')]),
        "lacks 'small/drafts/xor.py'",
    ),
    "one too many": (tarred([("tuitutor.json", b'{"tuitutor": 1}'), *SOUND.items()]), "is damaged at 'small/drafts"),
    "flipped bits": (gzip.compress(gzip.decompress(WHOLE).replace(b"moved", b"mived")), "is damaged at 'small/drafts"),
    "longer than it is": (
        gzip.compress(gzip.decompress(WHOLE).replace(b"00000000005\0", b"77777777777\0")),
        "lacks 'small/drafts/xor.py'",
    ),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_file_that_cannot_be_used_is_one_sentence_and_nothing_is_written(
    there: Path, tmp_path: Path, data: bytes, sentence: str
) -> None:
    file = tmp_path / "move.tar.gz"
    file.write_bytes(data)
    Store.open(there, "small").save_draft("xor", "mine")
    before = everything(tmp_path)
    with pytest.raises(UsageError) as refused:
        unpack_state(file, there)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(str(file))
    assert refused.value.remedy == ("" if "newer tuitutor" in sentence else Remedy.MOVE)
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("limit", "most", "sentence"),
    [("_ALL", len(gzip.decompress(WHOLE)) - 1, "MiB unpacked, which is the limit"), ("_MANY", 2, "more files than")],
)
def test_a_bomb_is_refused_before_anything_is_written(
    limit: str, most: int, sentence: str, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, limit, most)
    file = tmp_path / "move.tar.gz"
    file.write_bytes(WHOLE)
    with pytest.raises(UsageError, match=sentence):
        unpack_state(file, there)
    assert not there.exists()


def pax(length: int) -> bytes:
    """A header that says nothing at this length."""
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.XHDTYPE, length
    return entry.tobuf(tarfile.USTAR_FORMAT) + b"0" * length


@pytest.mark.long
@pytest.mark.parametrize(
    ("data", "times"), [(bytes(1 << 20), 1 << 10), (pax(512), 10_000), (tarfile.TarInfo("x").tobuf(), 100_000)]
)
def test_a_real_bomb_is_refused_in_a_gigabyte(data: bytes, times: int, there: Path, tmp_path: Path) -> None:
    file = tmp_path / "move.tar.gz"
    with gzip.open(file, "wb", 1) as bomb:
        for _ in range(times):
            bomb.write(data)
    with bounds(), pytest.raises(UsageError, match=r"^.*move\.tar\.gz "):
        unpack_state(file, there)
    assert not there.exists()


def test_a_file_that_is_not_there(there: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: No such file or directory\."):
        unpack_state(tmp_path / "none.tar.gz", there)


def test_a_disk_that_refuses_is_said_with_what_to_do(here: Path, there: Path) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    there.write_text("a file where the folder should be")
    with pytest.raises(StateError, match=r"not saved: .*Move it in again for the rest\."):
        move(here, there)
