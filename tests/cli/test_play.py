"""`tuitutor play` without a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.cli.conftest import Cli
from tuitutor.playground.address import parse_address
from tuitutor.playground.playground_state import HIDEABLE, SETTINGS
from tuitutor.playground.run import Run

LISTED = "tuitutor play --list names all settings, with what each may be."
STATE = "seed=0.3&dataset=xor&noise=10"


def test_json_is_one_object_with_all_that_was_trained(cli: Cli) -> None:
    result = cli("play", f"https://playground.tensorflow.org/#{STATE}&x_hide=true", "--epochs", "3", "--json")
    found, run = result.document, Run(parse_address(f"{STATE}&x_hide=true")[0])
    assert (result.code, result.err, found["kind"]) == (0, "", "play")
    assert set(found["config"]) == {*SETTINGS, "hidden"}
    assert (found["config"]["dataset"], found["config"]["noise"], found["config"]["hidden"]) == ("xor", 10, ["x"])
    assert (found["inputs"], found["diverged"]) == (["y"], None)
    assert np.array(found["train"]["x"]).shape == (250, 2)
    assert found["train"]["x"] + found["test"]["x"] == run.data.x.tolist()
    assert found["train"]["label"] + found["test"]["label"] == run.data.label.tolist()
    assert found["weights0"] == [{"kernel": k.tolist(), "bias": b.tolist()} for k, b in run.weights()]
    run.advance(3)
    assert found["weights"] == [{"kernel": k.tolist(), "bias": b.tolist()} for k, b in run.weights()]
    assert found["losses"] == [list(row) for row in run.losses]
    assert np.array(found["weights"][0]["kernel"]).shape == (1, 4)


def test_the_same_seed_is_the_same_and_none_is_a_new_one_that_is_told(cli: Cli) -> None:
    first, same = (cli("play", STATE, "--epochs", "2", "--json").out for _ in range(2))
    assert first == same
    seeds = {cli("play", "--epochs", "0", "--json").document["config"]["seed"] for _ in range(3)}
    assert len(seeds) == 3
    again = cli("play", f"seed={min(seeds)}", "--epochs", "0", "--json").document
    assert again["config"]["seed"] == min(seeds)


def test_what_is_no_number_is_null_and_rows_are_as_many_as_asked_for(cli: Cli) -> None:
    found = cli("play", "seed=1&problem=regression&activation=relu&learningRate=10", "--epochs", "9", "--json").document
    assert len(found["losses"]) == 10
    assert found["losses"][-1] == [None, None]
    assert found["diverged"]["epoch"] == 1
    assert found["diverged"]["way_back"] == "Reset, and learn at 1 or less."


def test_what_does_not_fit_is_said_on_standard_error_and_the_rest_counts(cli: Cli) -> None:
    result = cli("play", "#noise=99&learningRat=1&seed=2", "--epochs", "0", "--json")
    assert (result.code, result.document["config"]["noise"]) == (0, 0)
    assert result.err.splitlines() == [
        "noise cannot be '99': expected a number from 0 to 50. It stays 0.",
        "There is no setting 'learningRat'; did you mean 'learningRate'?",
        LISTED,
    ]
    many = cli("play", "&".join(f"a{at}=1" for at in range(15)), "--epochs", "0")
    assert many.err.splitlines()[10] == "And 5 more."
    assert many.err.splitlines()[11] == LISTED


def test_without_a_flag_it_says_what_came_of_it(cli: Cli) -> None:
    result = cli("play", "seed=1&dataset=xor", "--epochs", "200")
    same = "This opens the same again: tuitutor play 'https://playground.tensorflow.org/#dataset=xor&seed=1'\n"
    assert (result.code, result.err) == (0, same)
    assert result.out.splitlines() == [
        "Epoch 200: training loss 0.002, test loss 0.002.",
        "It says 1 here: top right and bottom left.",
        "It says -1 here: top left and bottom right.",
        "It says nothing sure here: top, left, middle, right and bottom.",
        "It puts 250 of 250 test points into their class.",
    ]


def test_a_picture_is_written_where_it_can_be(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    result = cli("play", STATE, "--epochs", "1", "--svg", str(path), "--json")
    assert (result.code, result.err) == (0, f"The map is in {path}.\n")
    assert result.document["kind"] == "play"
    assert ElementTree.parse(path).getroot().tag.endswith("svg")
    refused = cli("play", STATE, "--epochs", "1", "--svg", str(tmp_path / "none" / "map.svg"))
    assert refused.code == 3
    assert "map.svg cannot be written: No such file or directory; name another place.\n" in refused.err


def test_all_settings_are_listed_with_ranges_and_defaults(cli: Cli) -> None:
    text = cli("play", "--list").out
    for name, setting in SETTINGS.items():
        assert f"  {name}={setting.default_text}\n      {setting.words}: {setting.kind.range}\n" in text
    assert text.endswith(f"{', '.join(HIDEABLE)}\n")
    found = cli("play", "--list", "--json").document
    assert [setting["name"] for setting in found["settings"]] == list(SETTINGS)
    assert found["settings"][0] == {
        "name": "activation",
        "range": "relu, tanh, sigmoid or linear",
        "default": "tanh",
        "words": "the activation function of the hidden units",
        "ours": False,
    }


def test_the_program_is_printed(cli: Cli) -> None:
    program = cli("play", STATE, "--code").out
    assert "def xor(rng, n, noise):" in program
    compile(program, "cell", "exec")


def test_points_come_from_a_file(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n1,2,0\n2,1,1\n-1,2,2\n3,3,0\n")
    found = cli("play", "seed=1", "--csv", str(path), "--epochs", "1", "--json").document
    assert sorted(found["train"]["label"] + found["test"]["label"]) == [0, 0, 1, 2]
    path.write_text("1,2,0\n2,1,oops\n")
    refused = cli("play", "--csv", str(path), "--json")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"tuitutor: {path}:2: 'oops': expected a number.\n"


@pytest.mark.parametrize("args", [("--epochs", "-1"), ("--epochs", "x"), ("a", "b")])
def test_bad_usage_is_told(cli: Cli, args: tuple[str, ...]) -> None:
    assert cli("play", *args).code == 2


# ---- by prompts


def test_epochs_are_trained_without_prompts_too(cli: Cli) -> None:
    words = "play", STATE, "--epochs", "3"
    assert cli(*words, "--plain").out == cli(*words).out
    assert "Epoch 3: " in cli(*words, "--plain").out


def test_the_playground_in_words(cli: Cli, types: Callable[[str], None]) -> None:
    types(
        "\nrun 100\nmap\nat 1 2\nweights\nweight 1 2 x 0.5\nweight 3 1 bias 0\nlearningRate 0.1\nabout noise\naddress\n"
        "activation relu\ncode\nsettings\nreset\nnew\n?\nq\n"
    )
    result = cli("play", "seed=1&dataset=xor", "--plain")
    output = " ".join(result.out.split())
    assert (result.code, result.err) == (0, "")
    for sentence in (
        "250 points to train on and 250 to test on. Inputs: x, y. Hidden layers: 4 tanh; 2 tanh. 1 output. Epoch 0:",
        "Epoch 1: training loss 0.512, test loss 0.511. The training loss fell from 0.525 to 0.512; the test loss fell",
        "Epoch 101: ",
        "It says 1 here: ",
        "Layer 1: ",
        "Layer 1, unit 2: x -",
        "Layer 3, unit 1: 1 ",
        "learningRate is 0.1 from now on.",
        "noise: noise in the data, in per cent. It may be a number from 0 to 50.",
        "https://playground.tensorflow.org/#dataset=xor&learningRate=0.1&seed=1 ",
        "Hidden layers: 4 relu; 2 relu.",
        "model = Sequential([",
        "learningRate: 0.1 (else 0.03)",
        "run 100: train for 100 epochs;",
    ):
        assert sentence in output, sentence


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("nois 3", "There is no command or setting 'nois'; did you mean 'noise'?"),
        ("noise 90", "noise cannot be '90': expected a number from 0 to 50."),
        ("run x", "Epochs are a number from 1 to 100000, as in: run 100"),
        ("run 99999999999999999999", "Epochs are a number from 1 to 100000, as in: run 100"),
        ("weight 4 1 x 0", "There is no layer '4' here; use 1 to 3."),
        ("weight 1 5 x 0", "There is no unit '5' here; use 1 to 4."),
        ("weight 1 1 sinX 0", "There is no input 'sinX' here; use 1 to 2."),
        ("weight 1 1 x nan", "It cannot be 'nan': expected a number."),
        ("at 1", "Type it like this. at 1.5 -2: what each unit says at a point"),
        ("csv nowhere.csv", "nowhere.csv cannot be read: No such file or directory."),
        ("about nois", "There is no setting 'nois'; did you mean 'noise'?"),
    ],
)
def test_a_wrong_line_is_told_and_changes_nothing(
    cli: Cli, types: Callable[[str], None], typed: str, complaint: str
) -> None:
    types(f"run 2\n{typed}\nmap\n")
    output = " ".join(cli("play", "seed=1", "--plain").out.split())
    assert complaint in output
    assert output.count("Epoch 2: training loss") == 2


def test_a_race_at_the_prompt_orders_the_optimizers(cli: Cli, types: Callable[[str], None]) -> None:
    types("race 20\nproblem regression\nactivation relu\nlearningRate 10\nrace 9\nrun 5\nrun\n")
    output = " ".join(cli("play", "seed=1", "--plain").out.split())
    assert "After 20 epochs, by the test loss: 1. " in output
    assert "6. " in output
    assert "sgd: diverged" in output
    assert output.count("Diverged at epoch 1: ") == 2
