"""Bad days of the state: homes that are full, gone or hang, other sessions, and bugs of our own."""

from __future__ import annotations

import itertools
import os
import re
from functools import partial
from pathlib import Path

import pytest

from tests.clocks import YEAR, shifted
from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import (
    NO_KERAS,
    go_to_exercise,
    header,
    open_xor,
    quit_app,
    redraw,
    wait_for_xor,
    wait_until_saved,
)
from tests.waiting import wait_until

# put before the program, and only the program, by Python itself
MEDDLING = """
import sys
if "tuitutor" in sys.orig_argv:
    import pathlib, socket
    {0}
"""
HANGS = """
    from tuitutor.progress import files
    write = files.write_beside
    def write_beside(path, data):
        if (hangs := pathlib.Path.home() / "hangs").exists():
            hangs.read_bytes()
        return write(path, data)
    files.write_beside = write_beside
"""
BUG = """
    from tuitutor.tui.screens.lesson import LessonScreen
    def hint(self):
        raise ZeroDivisionError("a bug")
    LessonScreen.action_hint = hint
"""


STAYS = """
    import threading
    from tuitutor.tui import themed
    from tuitutor.tui.flow.study import Study
    themed.LEAVE_SECONDS = 1.0
    def stay(self):
        (pathlib.Path.home() / "stayed").touch()
        threading.Event().wait()
    Study.close_worker = stay
"""


@pytest.fixture
def open_meddled(open_terminal: Open, tmp_path: Path) -> Open:
    """Opens the program at 80x24 with some of it replaced: `open_meddled(code)`."""

    def open_it(code: str) -> Terminal:
        folder = tmp_path / f"meddling-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(MEDDLING.format(code.strip()))
        return open_terminal(80, 24, *NO_KERAS, PYTHONPATH=str(folder))

    return open_it


def type_into_exercise(terminal: Terminal, text: str) -> None:
    open_xor(terminal)
    go_to_exercise(terminal)
    terminal.type(text)
    terminal.wait_for(text.strip())


@pytest.mark.spine
def test_a_bug_of_ours_restores_the_terminal_says_where_its_log_is_and_loses_no_key(
    open_meddled: Open, tmp_path: Path
) -> None:
    terminal = open_meddled(BUG)
    type_into_exercise(terminal, "# typed just before\n")
    terminal.press("ctrl+g")
    assert terminal.wait_for_end() == 3
    terminal.assert_restored()
    [sentence] = re.findall(r"tuitutor stopped because of a bug.*", terminal.last_words)
    assert re.search(r"\(ZeroDivisionError\); the details are in \S+\.", sentence)
    assert "Traceback" not in terminal.last_words
    [log] = tmp_path.glob("data/tuitutor/crashes/*.log")
    assert str(log) in terminal.last_words
    story = log.read_text()
    assert re.match(r"tuitutor \d.*Python 3\.", story)
    assert "in hint" in story
    assert "typed just before" not in story
    [draft] = tmp_path.glob("data/tuitutor/*/drafts/xor.py")
    assert "# typed just before" in draft.read_text()


@pytest.mark.long
def test_a_program_that_cannot_leave_is_ended(open_meddled: Open, tmp_path: Path) -> None:
    terminal = open_meddled(STAYS)
    type_into_exercise(terminal, "# typed just before\n")
    wait_until_saved(terminal, "# typed just before")
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 1
    assert (tmp_path / "stayed").exists()


@pytest.mark.long
def test_a_home_that_hangs_stalls_no_key_and_what_was_not_saved_is_said(open_meddled: Open, tmp_path: Path) -> None:
    terminal = open_meddled(HANGS)
    open_xor(terminal)
    go_to_exercise(terminal)
    os.mkfifo(tmp_path / "hangs")  # reading it waits for somebody to write, and nobody does
    terminal.type("# typed first\n")
    terminal.wait_for("does not answer")
    terminal.type("# and then\n")
    terminal.wait_for("# and then")
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 3
    terminal.assert_restored()
    assert re.search(r"tuitutor: not saved: \S+: does not answer", terminal.last_words), terminal.last_words


@pytest.mark.long
def test_two_sessions_of_two_hosts_on_one_draft_lose_nothing_and_say_so(open_meddled: Open, tmp_path: Path) -> None:
    hosts = []
    for number in (1, 2):
        hosts.append(open_meddled(f'socket.gethostname = lambda: "node{number}"'))
        if number == 1:
            open_xor(hosts[0])
        wait_for_xor(hosts[-1])
    for terminal in hosts:  # not before both are open: the second would begin where the first is
        go_to_exercise(terminal)
    since = [len(terminal.frames) for terminal in hosts]
    lines = [[f"# {number}.{name}" for number in range(6)] for name in ("first", "second")]
    for pair in zip(*lines, strict=True):
        for terminal, line in zip(hosts, pair, strict=True):
            terminal.type(f"{line}\n")
        for terminal, line in zip(hosts, pair, strict=True):
            wait_until_saved(terminal, line)
    told = [False, False]  # whoever comes second to a draft says so; who that is, and whether both, is chance

    def told_by(number: int) -> bool:
        hosts[number].wait_for(lambda: True)  # reads what it has written
        told[number] = told[number] or "elsewhere" in "".join(hosts[number].frames[since[number] :])
        return told[number]

    assert wait_until(lambda: any(told_by(number) for number in (0, 1)), 40)
    for terminal in hosts:
        terminal.press("ctrl+q")
    for terminal in hosts:
        assert terminal.wait_for_end() == 0
    [folder] = tmp_path.glob("data/tuitutor/*/drafts")
    texts = "".join(path.read_text() for path in folder.iterdir())
    for line in (*lines[0], *lines[1]):
        assert line in texts
    assert len(list(folder.iterdir())) <= 2 * 6 + 1, "each save leaves one copy at most"
    assert {path.name[:5] for path in folder.parent.glob("journal/*")} == {"node1", "node2"}


# ---- with permissions and mounts that root does not mind


@pytest.mark.ordinary_user
def test_a_full_disk_is_said_until_there_is_room(open_terminal: Open, tmp_path: Path) -> None:
    terminal = on_small_disk(open_terminal, tmp_path)
    open_xor(terminal)
    go_to_exercise(terminal)
    fill(terminal)
    assert "free some space" in " ".join(terminal.text.split())
    Path(f"/proc/{terminal.processes()[0]}/root{tmp_path}/data/ballast").unlink()
    terminal.wait_for(lambda: "not saved" not in terminal.text)
    quit_app(terminal)


@pytest.mark.ordinary_user
def test_what_a_full_disk_did_not_take_is_said_after_quitting(open_terminal: Open, tmp_path: Path) -> None:
    terminal = on_small_disk(open_terminal, tmp_path)
    open_xor(terminal)
    go_to_exercise(terminal)
    fill(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 3
    terminal.assert_restored()
    assert re.search(r"tuitutor: not saved: \S+: No space left on device", terminal.last_words), terminal.last_words


@pytest.mark.ordinary_user
def test_permissions_that_go_and_come_back(open_terminal: Open, tmp_path: Path) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS)
    type_into_exercise(terminal, "# before\n")
    terminal.wait_for(lambda: list(tmp_path.glob("data/tuitutor/*/drafts/xor.py")))
    [drafts] = tmp_path.glob("data/tuitutor/*/drafts")
    drafts.chmod(0o500)
    terminal.type("# meanwhile\n")
    terminal.wait_for("Permission denied")
    assert "# meanwhile" in terminal.text
    drafts.chmod(0o700)
    terminal.wait_for(lambda: "Permission denied" not in terminal.text)
    assert "# meanwhile" in (drafts / "xor.py").read_text()
    quit_app(terminal)


@pytest.mark.ordinary_user
def test_a_read_only_home_is_said_at_once_and_at_the_end(open_terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(0o555)
    terminal = open_terminal(80, 24, *NO_KERAS)
    terminal.wait_for("not saved")
    terminal.wait_for("TUITUTOR_DATA_DIR")
    type_into_exercise(terminal, "# typed\n")
    terminal.wait_for("# typed")
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 3
    assert "tuitutor: not saved: " in terminal.last_words
    (tmp_path / "data").chmod(0o755)


def on_small_disk(open_terminal: Open, home: Path) -> Terminal:
    """The program in a mount namespace of its own, with 256 KiB for its state, of which a file takes 240."""
    data = home / "data"
    data.mkdir()
    script = f'mount -t tmpfs -o size=256k none {data} && head -c 245760 /dev/zero >{data}/ballast && exec "$@"'
    return open_terminal(80, 24, *NO_KERAS, behind=("unshare", "-rm", "sh", "-c", script, "sh"))


def shown_or_full(terminal: Terminal, line: str) -> bool:
    return line in terminal.text or "not saved" in header(terminal)


def fill(terminal: Terminal) -> None:
    """Paste more than a small disk takes, little by little, since a terminal takes little at once."""
    for number in itertools.count():
        last = f"# much: {number}"
        terminal.paste(f"{'#' * 70}\n" * 40 + f"{last}\n")
        terminal.wait_for(partial(shown_or_full, terminal, last))
        if "not saved" in header(terminal):
            return


@pytest.mark.long
def test_an_own_editor_opens_from_within_the_app_and_what_it_saves_is_shown(
    open_terminal: Open, tmp_path: Path
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho "in your editor"; read -r line; printf "\\n# %s" "$line" >> "$1"\n')
    editor.chmod(0o755)
    terminal = open_terminal(80, 24, *NO_KERAS, EDITOR=str(editor))
    type_into_exercise(terminal, "# typed before\n")
    terminal.press("f10")
    terminal.wait_for(lambda: b"in your editor" in terminal.written)
    terminal.type("typed there\n")
    terminal.wait_for("Saved from editor.sh: 1 line changed.")
    terminal.wait_for("f2 text")
    terminal.press("f2", "f2")

    def is_shown() -> bool:
        terminal.press("pagedown")  # until it's there: the editor may not have the focus yet
        return "# typed there" in terminal.text

    terminal.wait_for(is_shown)
    redraw(terminal)
    quit_app(terminal)


@pytest.mark.long
def test_a_clock_that_jumps_by_years_under_the_app_costs_no_word(open_terminal: Open, tmp_path: Path) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, **shifted(tmp_path / "site", "jumps"))
    type_into_exercise(terminal, "# typed first\n")
    wait_until_saved(terminal, "# typed first")
    terminal.type("# and then\n")
    wait_until_saved(terminal, "# and then")
    quit_app(terminal)
    [draft] = tmp_path.glob("data/tuitutor/*/drafts/xor.py")
    assert "# typed first\n# and then\n" in draft.read_text()
    terminal = open_terminal(80, 24, *NO_KERAS, **shifted(tmp_path / "site", -YEAR))
    wait_for_xor(terminal)
    quit_app(terminal)
    assert len([*tmp_path.glob("data/tuitutor/*/drafts/*")]) == 1
