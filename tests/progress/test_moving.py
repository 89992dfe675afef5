"""A learner's state moves to another machine as a file: all of it arrives, and nothing there is lost."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.stores import Clock, attempted
from tuitutor.errors import Remedy, StateError, UsageError
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress import moving
from tuitutor.progress.journal import HintShown, Opened, Scrolled, decode_entries
from tuitutor.progress.moving import pack_state, unpack
from tuitutor.progress.past import PastAttempt
from tuitutor.progress.progress import Progress
from tuitutor.progress.states import FOLDER, States
from tuitutor.progress.store import Store


def kept(at: float, code: str, label: str = "xor") -> PastAttempt:
    result = CheckResult("two outputs", Verdict.FAILED, 0, 1)
    return PastAttempt(1, at, code, Grade(label, "v1", Verdict.FAILED, (result,)))


def move(source: Path, target: Path, course: str | None = None) -> None:
    """Out of the one state and into the other, as two fresh processes would."""
    file = source.parent / f"{source.name}.zip"
    file.write_bytes(pack_state(source)[0])
    unpack(file, target, course)


def texts(root: Path) -> dict[str, set[str]]:
    """All versions of each draft: what stands at its place and beside it."""
    found: dict[str, set[str]] = {}
    for path in root.glob("*/drafts/*.py"):
        found.setdefault(path.name.partition(".")[0], set()).add(path.read_text())
    return found


def state(root: Path) -> tuple[Progress, dict[str, set[str]], set[tuple[float, str]]]:
    """What a fresh process sees: progress, the texts of drafts, and attempts."""
    store = Store.open(root, "small")
    attempts = {(each.at, each.code) for label in ("xor", "first") for each in store.attempts(label)}
    return store.progress(), texts(root), attempts


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


LABELS = st.sampled_from(["xor", "first"])
LINES = st.sampled_from(["a = 1\n", "b = 2\n", "", "# ü\n", "c = 3"])
TIMES = st.integers(1, 10**6).map(float)


@st.composite
def sessions(draw: st.DrawFn, of_a_second: float) -> Callable[[Path], None]:
    """What some sessions on one machine did, as a function that does it below a folder.

    Each machine has another part `of_a_second` for its own, so that no two do the same at the same time.
    """
    drawn = draw(st.lists(TIMES, min_size=12, max_size=12, unique=True))
    drafts = draw(st.lists(st.tuples(LABELS, LINES), max_size=4))
    hints = draw(st.lists(st.tuples(LABELS, st.integers(1, 3)), max_size=3))
    codes = draw(st.lists(st.tuples(LABELS, LINES), max_size=3))
    is_graded = draw(st.booleans())

    def does(root: Path) -> None:
        times = (time + of_a_second for time in drawn)
        for label, text in drafts:
            Store.open(root, "small").save_draft(label, text)  # each a session that knows nothing of the others
        for label, number in hints:
            Store.open(root, "small").record(HintShown(label, number, next(times)))
        for label, code in codes:
            Store.open(root, "small").keep(kept(next(times), code, label))
        if is_graded:
            attempted(Store.open(root, "small", clock=Clock(next(times))), "passed")

    return does


@settings(max_examples=40)
@given(sessions(0.0), sessions(0.5))
def test_moving_both_ways_loses_nothing_and_again_changes_nothing(
    here: Callable[[Path], None], there: Callable[[Path], None]
) -> None:
    with TemporaryDirectory() as folder:
        one, other = Path(folder, "one"), Path(folder, "other")
        here(one)
        there(other)
        before_one, before_other = state(one), state(other)
        original = everything(other)
        move(one, other)
        after = state(other)
        for label in ("xor", "first"):
            assert after[1].get(label, set()) == before_one[1].get(label, set()) | before_other[1].get(label, set())
            hints = max(each[0].exercise(label).hints for each in (before_one, before_other))
            passed = any(each[0].exercise(label).passed for each in (before_one, before_other))
            graded = sum(each[0].exercise(label).attempts for each in (before_one, before_other))
            found = after[0].exercise(label)
            assert (found.hints, found.passed, found.attempts) == (hints, passed, graded)
        assert after[2] == before_one[2] | before_other[2]
        now = everything(other)
        assert {path: now[path] for path in original} == original, "what was there stays as it was"
        move(one, other)
        assert everything(other) == now, "once is enough"
        move(other, one)
        assert state(one) == after, "and the way back makes both alike"


@settings(max_examples=25)
@given(sessions(0.0), sessions(0.5), sessions(0.25))
def test_two_files_arrive_in_either_order(
    first: Callable[[Path], None], second: Callable[[Path], None], mine: Callable[[Path], None]
) -> None:
    with TemporaryDirectory() as folder:
        a, b = Path(folder, "a"), Path(folder, "b")
        first(a)
        second(b)
        found = []
        for order in ((a, b), (b, a)):
            target = Path(folder, f"target-{order[0].name}")
            mine(target)
            for source in order:
                move(source, target)
            found.append(state(target))
        assert found[0][1:] == found[1][1:]
        assert found[0][0].exercises == found[1][0].exercises


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
    assert theirs.last() == ""


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
    (tmp_path / "all.zip").write_bytes(data)
    assert [each.states for each in unpack(tmp_path / "all.zip", tmp_path / "there")] == [1, 0]
    assert [each.course for each in pack_state(here, "small")[1]] == ["small"]


@pytest.mark.parametrize(
    "data", [b"", b"name", b"name\n \n", b"\ndataset=xor\n", b"\xff\na", b"n" * 61 + b"\na", b"a\tb\nc"]
)
def test_a_damaged_state_is_refused_before_anything_is_written(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "move.zip"
    file.write_bytes(zipped({"small/drafts/xor.py": b"a", "playground/a.state": data}))
    with pytest.raises(UsageError, match=r"is damaged at 'playground/a\.state'"):
        unpack(file, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_one_course_alone(here: Path, there: Path, tmp_path: Path) -> None:
    for course in ("small", "large"):
        Store.open(here, course).save_draft("xor", course)
    file = tmp_path / "small.zip"
    file.write_bytes(pack_state(here, "small")[0])
    unpack(file, there)
    assert (Store.open(there, "small").draft("xor"), Store.open(there, "large").draft("xor")) == ("small", None)
    move(here, tmp_path / "third", "large")
    assert not (tmp_path / "third" / "small").exists()
    with pytest.raises(UsageError, match=r"nothing from the course 'large'; the courses in it are: 'small'\."):
        unpack(file, there, "large")


def test_what_is_of_this_machine_alone_stays(here: Path) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    for name in ("crashes/log.txt", "known.courses/a.trusted", "small/shared/xor-1.md", "small/drafts/xor.py~"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text("x")
    with zipfile.ZipFile(io.BytesIO(pack_state(here)[0])) as packed:
        assert packed.namelist() == ["tuitutor.json", "small/drafts/xor.py"]


def test_a_draft_that_differs_goes_beside_and_a_copy_never_takes_its_place(
    here: Path, there: Path, tmp_path: Path
) -> None:
    Store.open(here, "small").save_draft("xor", "moved")
    (here / "small" / "drafts" / "first.other-3.py").write_text("a copy of what was reset")
    Store.open(there, "small").save_draft("xor", "mine")
    file = tmp_path / "move.zip"
    file.write_bytes(pack_state(here)[0])
    [moved] = unpack(file, there)
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


# ---- files that cannot be used --------------------------------------------------------------


def zipped(members: dict[str, bytes], manifest: object = {"kind": "move", "tuitutor": 1}) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        if manifest is not None:
            packed.writestr("tuitutor.json", json.dumps(manifest))
        for name, data in members.items():
            packed.writestr(name, data)
    return buffer.getvalue()


SOUND = {"small/drafts/xor.py": b"moved", "small/journal.jsonl": b'{"is":"Opened","lesson":"a","at":2.0}\n'}
WHOLE = zipped(SOUND)
COMMENT = WHOLE.index(b"PK\x01\x02") + 32  # where the length of the first member's comment is, which has none
BAD = {
    "no zip": (b"hello", "isn't a zip file, or was cut off"),
    "empty": (b"", "isn't a zip file, or was cut off"),
    "cut off": (WHOLE[:-40], "isn't a zip file, or was cut off"),
    "another zip": (zipped(SOUND, None), "was not written to move progress"),
    "answers": (zipped({}, {"kind": "submission", "tuitutor": 1, "course": "a"}), "its kind is 'submission'"),
    "damaged manifest": (zipped(SOUND, ["move"]), "its tuitutor.json is damaged"),
    "newer": (
        zipped(SOUND, {"kind": "move", "tuitutor": 2, "courses": {}}),
        "by a newer tuitutor (in format 2, this one knows 1)",
    ),
    "leads out": (zipped({**SOUND, "../../evil.py": b"x"}), "'../../evil.py', which tuitutor never writes"),
    "leads out below": (zipped({**SOUND, "small/drafts/../../../evil.py": b"x"}), "which tuitutor never writes"),
    "absolute": (zipped({**SOUND, "/etc/evil.py": b"x"}), "which tuitutor never writes"),
    "another file": (zipped({**SOUND, "small/drafts/.bashrc": b"x"}), "which tuitutor never writes"),
    "too large": (
        zipped({**SOUND, "small/attempts/xor/1.0-a.json": b"0" * 300_000}),
        "larger than tuitutor ever writes",
    ),
    "flipped bits": (WHOLE.replace(b"moved", b"mived", 1), "is damaged at 'small/drafts/xor.py'"),
    "a length that hides members": (
        WHOLE[:COMMENT] + b"\xff" + WHOLE[COMMENT + 1 :],
        "is damaged at 'tuitutor.json'",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_file_that_cannot_be_used_is_one_sentence_and_nothing_is_written(
    there: Path, tmp_path: Path, data: bytes, sentence: str
) -> None:
    file = tmp_path / "move.zip"
    file.write_bytes(data)
    Store.open(there, "small").save_draft("xor", "mine")
    before = everything(tmp_path)
    with pytest.raises(UsageError) as refused:
        unpack(file, there)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(str(file))
    assert refused.value.remedy == ("" if "newer tuitutor" in sentence else Remedy.MOVE)
    assert everything(tmp_path) == before


def bomb(members: int, each: int) -> bytes:
    """A zip of so many journals of zeros, or of empty drafts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tuitutor.json", json.dumps({"kind": "move", "tuitutor": 1}))
        for number in range(members):
            packed.writestr(f"c{number}/journal.jsonl" if each else f"small/drafts/x{number}.py", b"0" * each)
    return buffer.getvalue()


def linked(data: bytes) -> bytes:
    """The zip with its draft as a link to /etc/passwd."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(buffer, "w") as other:
        for info in packed.infolist():
            is_draft = info.filename.endswith(".py")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16 if is_draft else info.external_attr
            other.writestr(info, b"/etc/passwd" if is_draft else packed.read(info))
    return buffer.getvalue()


def test_a_link_in_a_zip_is_a_file_with_its_target_as_text(there: Path, tmp_path: Path) -> None:
    file = tmp_path / "move.zip"
    file.write_bytes(linked(WHOLE))
    unpack(file, there)
    draft = there / "small" / "drafts" / "xor.py"
    assert not draft.is_symlink()
    assert draft.read_bytes() == b"/etc/passwd"


@pytest.mark.parametrize(
    ("members", "each", "sentence"),
    [(5, 50, "more than 0 GiB unpacked"), (300, 0, "holds more files than tuitutor ever writes")],
)
def test_a_bomb_is_refused_before_anything_is_written(
    members: int, each: int, sentence: str, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_ALL", 200)
    monkeypatch.setattr(moving, "_INDEX", 4 << 10)
    file = tmp_path / "move.zip"
    file.write_bytes(bomb(members, each))
    with pytest.raises(UsageError, match=sentence):
        unpack(file, there)
    assert not there.exists()


def test_an_index_in_the_format_for_larger_zips_is_no_way_around(there: Path, tmp_path: Path) -> None:
    file, at = tmp_path / "move.zip", WHOLE.rindex(b"PK\5\6")
    file.write_bytes(WHOLE[:at] + b"PK\6\7" + bytes(16) + WHOLE[at:])
    with pytest.raises(UsageError, match="isn't a zip file"):
        unpack(file, there)
    with file.open("ab") as packed:
        packed.truncate(5 << 20)  # more than any index of ours
        packed.seek(0, io.SEEK_END)
        packed.write(b"PK\6\7" + bytes(16) + WHOLE[at:])
    with pytest.raises(UsageError, match="more files than"):
        unpack(file, there)


def test_many_files_are_checked_in_little_time(there: Path, tmp_path: Path) -> None:
    file = tmp_path / "move.zip"
    file.write_bytes(bomb(20_000, 0))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("evil.sh", b"")
    with pytest.raises(UsageError, match=r"holds 'evil\.sh'"):
        unpack(file, there)  # each name once, or it would take more than may be spent on it


def test_a_file_that_is_not_there(there: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: No such file or directory\."):
        unpack(tmp_path / "none.zip", there)


@given(st.data())
def test_whatever_is_cut_or_flipped_never_leaves_half_of_it(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    broken = data.draw(st.sampled_from([WHOLE[:at], WHOLE[:at] + bytes([WHOLE[at] ^ 255]) + WHOLE[at + 1 :]]))
    with TemporaryDirectory() as folder:
        file, root = Path(folder, "move.zip"), Path(folder, "there")
        file.write_bytes(broken)
        try:
            unpack(file, root)
        except UsageError:
            assert not root.exists()
        else:
            assert Store.open(root, "small").draft("xor") == "moved"


def test_a_disk_that_refuses_is_said_with_what_to_do(here: Path, there: Path) -> None:
    Store.open(here, "small").save_draft("xor", "mine")
    there.write_text("a file where the folder should be")
    with pytest.raises(StateError, match=r"not saved: .*Move it in again for the rest\."):
        move(here, there)
