"""The drafts of a lesson and the files that others may write: what is typed is never replaced."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from unittest import mock

from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.drafts import Drafts, Saved
from tuitutor.progress.store import Store
from tuitutor.tui.flow.lesson_drafts import Draft, ExerciseDraft, LessonDrafts

XOR = ExerciseDraft("xor", "# starter\n")


class Shown:
    """A listener that shows whatever arrives."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def drafts_changed(self, saved: Saved) -> None:
        """Nothing of it is shown."""

    def draft_arrived(self, draft: Draft, text: str) -> bool:
        """Show it."""
        self.texts.append(text)
        return True


async def test_what_is_typed_while_the_disk_is_read_stays_and_so_does_the_other_version(tmp_path: Path) -> None:
    store = BackgroundStore(Store.open(tmp_path, "course"))
    path = store.draft_path("xor")
    await asyncio.wrap_future(store.save(path, "mine\n"))
    drafts, shown = LessonDrafts(store), Shown()
    drafts.listener = shown
    await drafts.load([XOR])
    path.write_text("theirs\n")
    loop, news = asyncio.get_running_loop(), Drafts.news

    async def type_text() -> None:
        drafts.changed(XOR, "typed meanwhile\n")

    def read_slowly(self: Drafts, path: Path) -> str | None:
        found = news(self, path)
        asyncio.run_coroutine_threadsafe(type_text(), loop).result(30)
        return found

    with mock.patch.object(Drafts, "news", read_slowly):
        await drafts.poll()
    assert (shown.texts, drafts.text(XOR)) == ([], "typed meanwhile\n")
    drafts.flush()
    await asyncio.wrap_future(store.submit(lambda _: None))
    assert {file.read_text() for file in path.parent.iterdir()} == {"typed meanwhile\n", "theirs\n"}
    store.close(30.0)


async def test_what_others_write_is_shown_where_nothing_was_typed(tmp_path: Path) -> None:
    store = BackgroundStore(Store.open(tmp_path, "course"))
    await asyncio.wrap_future(store.save(store.draft_path("xor"), "mine\n"))
    drafts, shown = LessonDrafts(store), Shown()
    drafts.listener = shown
    await drafts.load([XOR])
    store.draft_path("xor").write_text("theirs\n")
    await drafts.poll()
    assert (shown.texts, drafts.text(XOR)) == (["theirs\n"], "theirs\n")
    store.close(30.0)


async def test_another_editor_gets_what_was_typed_during_a_save_and_its_text_arrives(tmp_path: Path) -> None:
    store = BackgroundStore(Store.open(tmp_path, "course"))
    drafts, shown = LessonDrafts(store), Shown()
    drafts.listener = shown
    await drafts.load([XOR])
    disk = Event()
    store.submit(lambda _: disk.wait(30))
    drafts.changed(XOR, "first\n")
    drafts.flush()
    drafts.changed(XOR, "first and second\n")
    opening = asyncio.create_task(drafts.file_of(XOR))
    await asyncio.sleep(0)
    disk.set()
    path = await opening
    assert path.read_text() == "first and second\n"
    path.write_text("from the editor\n")
    await drafts.poll(again=True)
    assert (shown.texts, drafts.text(XOR)) == (["from the editor\n"], "from the editor\n")
    store.close(30.0)
