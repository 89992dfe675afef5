"""Whatever a link to a state of the playground says, and a file of points: a state, or a sentence; never a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.conftest import Cli
from tests.planted import bounds
from tuitutor.playground.playground_state import SETTINGS

NUMBERS = [
    "nan",
    "inf",
    "-inf",
    "1e999",
    "1e308",
    "-1e308",
    "5e-324",
    "-0",
    "0",
    "-1",
    "9" * 5_000,
    "1_0",
    "0x1",
    "\u0663",
]
WORDS = [
    "\x1b]52;c;QQ==\x07",
    "\x1b[2J",
    "\x9b2J",
    "\u202eabc",
    "a\rb\nc",
    "\0",
    "\ud800",
    "=1+1",
    "<script>",
    "x" * 50_000,
]
LISTS = [
    *("8," * 5_000, ",", "8,,8", "0,0", "1e9", "8,8,8,8,8,8,8", "9999", "-3", "1.5"),
    *("1:1:1," * 5_000, "::", "1:1"),
]
VALUES = [*NUMBERS, *WORDS, *LISTS, "false", "true", ""]
WHOLE = {
    "a million parts": "&" * 1_000_000,
    "a million settings": "noise=1&" * 1_000_000,
    "a value of a megabyte": f"seed={'1' * 1_000_000}",
    "a name of a megabyte": f"{'a' * 1_000_000}=1",
    "a million fragments": "#" * 1_000_000,
    "percents": "%" * 100_000,
    "half a character": "seed=%ff%c3%28",
    "commands": f"{quote(chr(27))}[2J={quote(chr(27))}]0;x{quote(chr(7))}",
    "a file": "file:///etc/passwd#noise=1",
    "a script": "javascript:alert(1)#noise=1",
    "no input": "&".join(f"{name}=false" for name in ("x", "y")),
    "all that is large": "networkShape=8,8,8,8,8,8&batchSize=1&percTrainData=90&learningRate=10&regularizationRate=10"
    "&regularization=L2&noise=50&dataset=spiral&sinX=true&cosX=true&xSquared=true",
    "points in one place": f"points={','.join(['6:6:1'] * 1_200)}",
    "far labels": "problem=regression&points=1:1:1e308,2:2:-1e308",
    "hidden twice": "x_hide=true&" * 150,
}


def trained(cli: Cli, address: str, *more: str) -> tuple[int, str, str]:
    with bounds(30):
        done = cli("play", address, "--epochs", "1", *more)
    assert done.code in (0, 2), (address[:100], done)
    output = f"{done.out} {done.err}"
    assert "because of a bug" not in output, (address[:100], output)
    assert all(char.isprintable() or char in "\n\ufffd" for char in output), (address[:100], output)
    assert len(done.err) < 10_000, address[:100]
    return done.code, done.out, done.err


@pytest.mark.sampled(12)
@pytest.mark.parametrize("name", SETTINGS)
def test_any_value_of_a_setting(cli: Cli, name: str) -> None:
    for value in VALUES:
        trained(cli, f"seed=1&{name}={quote(value, errors='surrogatepass')}")


@pytest.mark.parametrize("name", WHOLE)
def test_any_address(cli: Cli, types: Callable[[str], None], name: str) -> None:
    for more in ((), ("--json",), ("--code",), ("--plain",)):
        types("quit\n")
        code, out, _ = trained(cli, WHOLE[name], *more)
        if more == ("--json",) and code == 0:
            json.loads(out, parse_constant=pytest.fail)


FILES = {
    "numbers that are none": "nan,1,1\n1,inf,1\n1,1,1e999\n",
    "5,000 digits": f"{'9' * 5_000},1,1\n1,1,1\n",
    "a line of a megabyte": "1" * 999_990,
    "300,000 lines": "\n" * 999_990,
    "commands": "\x1b[2J,\x1b]0;x\x07,\x9b2J\n1,\x1b[2J,1\n1,1,1\n",
    "formulas": "x,y,label\n=1+1,@SUM(A1),1\n1,1,1\n",
    "quotes": '"1","1","1"\n"""",1,1\n',
    "far labels": "1,1,1e308\n2,2,-1e308\n",
    "one place": "6,6,1\n" * 1_200,
    "a point too many": "6,6,1\n" * 1_201,
    "another encoding": "1,1,1\n2,2,0\n".encode("utf-16").decode("latin-1"),
    "semicolons": "1;1;1\n2;2;0\n",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("problem", ["classification", "regression"])
def test_any_file_of_points(cli: Cli, tmp_path: Path, name: str, problem: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text(FILES[name], encoding="latin-1" if name == "another encoding" else "utf-8")
    code, _, err = trained(cli, f"problem={problem}&seed=1", "--csv", str(path))
    assert code == 0 or str(path) in err
