"""Markdown of notebooks becomes Markdown that a lesson shows: nothing vanishes without a word."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.authoring.exchange.html import PictureFinder, markdown_text

CASES = {
    "a picture": ('<center><img src="figures/net.png"></center>\n\nText', "![](figures/net.png)\n\nText"),
    "its words": ("<img alt='A net' width=50 src='a b.png'/>", "![A net](<a b.png>)"),
    "a badge": ('<a href="http://x.org"><img src="b.svg" alt="B"/></a>', "[![B](b.svg)](http://x.org)"),
    "lines": ("**By:** me<br>\n**On:** 1<br>", "**By:** me\\\n**On:** 1"),
    "lines in a table": ("| a<br>b | c |", "| a b | c |"),
    "colours": ("* <font color='red'>Dense</font>\n* x", "* Dense\n* x"),
    "marks": ("<b>bold</b> <code>x</code>", "**bold** `x`"),
    "headings": ("Text<h3>More</h3>end", "Text\n\n### More\nend"),
    "lists": ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    "a table": (
        "A<table><tr><th>x</th><th>y</th></tr><tr><td>1|2</td>\n<td><b>3</b><br>4</td></tr></table>B",
        "A\n\n| x | y |\n| --- | --- |\n| 1\\|2 | **3** 4 |\n\nB",
    ),
    "a table without a head": ("<table><td>\n  a</td><td>b</table>", "|  |  |\n| --- | --- |\n| a | b |"),
    "code in a box": ('<div class="k">\n```\n<img src="x">\n```\n</div>\n\nNext', '```\n<img src="x">\n```\n\nNext'),
    "code in a line": ("Write `<b>` and `` <i>`x` ``.", "Write `<b>` and `` <i>`x` ``."),
    "no HTML": ("1 < 2 > 0, List<int>, <https://x.org>", "1 < 2 > 0, List<int>, <https://x.org>"),
    "an open fence": ("```python\nx = 1", "```python\nx = 1\n```"),
    "what MyST hides": ("% of all\n\n+++\n\n(a)=\n\n5 % 3", "\\% of all\n\n\\+++\n\n\\(a)=\n\n5 % 3"),
    "a comment": ("<!-- <b> -->", "<!-- <b> -->"),
}


@pytest.mark.parametrize(("source", "wanted"), CASES.values(), ids=CASES)
def test_html_becomes_markdown(source: str, wanted: str, tmp_path: Path) -> None:
    text = markdown_text(source, PictureFinder(tmp_path, "week1"))
    assert (text.source, text.remarks) == (wanted, [])


@pytest.mark.parametrize(
    ("source", "left", "said"),
    [
        (
            'One\n\n<iframe src="https://x.org/v"></iframe>',
            "One\n\n[https://x.org/v](https://x.org/v)",
            "became a link",
        ),
        ("One\n\n<table><tr><td>`a`</td></tr></table>", "One\n\n| `a`", "an HTML table was here"),
        ("One\n\n<script>var x = '<b>'</script>", "One", "left out <script>"),
        ("One\n\n![](attachment:gone.png)", "One", "left out the picture 'attachment:gone.png'"),
        ("One\n\n<img>", "One", "left out a picture without an address"),
    ],
)
def test_what_no_markdown_says_is_told_with_its_line(source: str, left: str, said: str, tmp_path: Path) -> None:
    text = markdown_text(source, PictureFinder(tmp_path, "week1"))
    [(line, remark)] = text.remarks
    assert (text.source.strip(), line) == (left, 2)
    assert said in remark


def test_pictures_come_along(tmp_path: Path) -> None:
    (tmp_path / "fig").mkdir()
    (tmp_path / "fig" / "net.png").write_bytes(b"net")
    pictures = PictureFinder(tmp_path, "week1")
    data = base64.b64encode(b"inside").decode()
    source = f'![a](fig/net.png) <img src="data:image/png;base64,{data}"> ![c](attachment:c.jpg) ![](../secret.png)'
    text = markdown_text(source, pictures, {"c.jpg": {"image/jpeg": base64.b64encode(b"cell").decode()}})
    assert text.source == "![a](fig/net.png) ![](week1-2.png) ![c](week1-3.jpg) ![](../secret.png)"
    assert pictures.files == {"fig/net.png": b"net", "week1-2.png": b"inside", "week1-3.jpg": b"cell"}


@given(st.text("ab \n`~<>/!%+()=\"'[]-", max_size=60))
def test_any_text_is_taken(source: str) -> None:
    once = markdown_text(source, PictureFinder(Path("nowhere"), "week1"))
    assert markdown_text(once.source, PictureFinder(Path("nowhere"), "week1")).source.count("\n\n\n") <= source.count(
        "\n\n\n"
    )


@given(st.lists(st.sampled_from(["plain", "`<b>`", "**x**", "a < b", "$x<y$", "- item", "| a | b |"]), max_size=6))
def test_markdown_without_html_stays_as_it_is(lines: list[str]) -> None:
    source = "\n".join(lines)
    assert markdown_text(source, PictureFinder(Path("nowhere"), "week1")).source == source
