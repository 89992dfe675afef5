from __future__ import annotations

from tests.man_page import PAGE, page


def test_the_manual_page_is_of_todays_help() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.man_page"
