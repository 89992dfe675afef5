"""Addresses: they are read as they were written, faults have messages, and nothing crashes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.errors import UsageError
from tuitutor.playground.address import parse_address, write_address
from tuitutor.playground.kinds import Kind, Number, OneOf, PointList, Several, Switch, Words
from tuitutor.playground.playground_state import HIDEABLE, SETTINGS, Config, change, put, value_text

PAGE = "https://playground.tensorflow.org/"
COORDINATES = st.floats(-6, 6)


def values(kind: Kind) -> st.SearchStrategy[Any]:
    """Whatever a kind allows."""
    match kind:
        case OneOf(names=names):
            return st.sampled_from(names)
        case Switch():
            return st.booleans()
        case Number(low=low, high=high, whole=True):
            return st.integers(int(low), int(high))
        case Number(low=low, high=high):
            return st.floats(low, high)
        case Several(kind=item, most=most):
            return st.lists(values(item), max_size=most).map(tuple)
        case Words():
            return st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)
        case PointList():
            points = st.tuples(COORDINATES, COORDINATES, st.floats(-1e6, 1e6))
            return st.lists(points, min_size=2, max_size=5).map(tuple) | st.just(())


@st.composite
def states(draw: st.DrawFn) -> Config:
    """Any state."""
    config = Config(hidden=draw(st.frozensets(st.sampled_from(HIDEABLE))))
    for name in draw(st.sets(st.sampled_from(sorted(SETTINGS)))):
        config = put(config, name, draw(values(SETTINGS[name].kind)))
    return config


@given(states())
def test_what_is_written_is_read(config: Config) -> None:
    assert parse_address(write_address(config)) == (config, ())


NAMES = st.sampled_from([*SETTINGS, *(f"{name}_hide" for name in HIDEABLE), "lerningRate", ""])
TEXTS = st.text(max_size=12) | st.sampled_from(["nan", "inf", "1e999", "-1", "1_0", "4,,2", "1:2", "0x1", "true", "%"])


@given(st.lists(st.tuples(NAMES, TEXTS)).map(lambda parts: "&".join(f"{name}={text}" for name, text in parts)))
def test_any_text_is_a_state_that_can_be_written_and_read_again(address: str) -> None:
    config, _ = parse_address(f"{PAGE}#{address}")
    assert parse_address(write_address(config)) == (config, ())


@given(st.text())
def test_any_words_at_all_are_a_state(address: str) -> None:
    parse_address(address)


def test_the_original_s_address_opens_here() -> None:
    config, messages = parse_address(
        f"{PAGE}#activation=sigmoid&regularization=L1&batchSize=21&dataset=xor&regDataset=reg-gauss"
        "&learningRate=0.001&regularizationRate=0.3&noise=15&networkShape=8,3,1&seed=0.93799&showTestData=true"
        "&discretize=true&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=true&ySquared=false&cosX=false"
        "&sinX=true&cosY=false&sinY=false&collectStats=false&problem=regression&initZero=true&hideText=true"
        "&activation_hide=true&x_hide=true&noise_hide=false"
    )
    assert messages == ()
    assert config == Config(
        activation="sigmoid",
        regularization="L1",
        batch_size=21,
        dataset="xor",
        reg_dataset="reg-gauss",
        learning_rate=0.001,
        regularization_rate=0.3,
        noise=15,
        network_shape=(8, 3, 1),
        seed="0.93799",
        show_test_data=True,
        discretize=True,
        perc_train_data=70,
        y=False,
        x_times_y=True,
        x_squared=True,
        sin_x=True,
        problem="regression",
        init_zero=True,
        hide_text=True,
        hidden=frozenset({"activation", "x"}),
    )
    assert config.inputs == ("xTimesY", "xSquared", "sinX")


def test_what_the_original_s_page_opens_with_is_ours_too() -> None:
    config, messages = parse_address(
        f"{PAGE}#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03"
        "&regularizationRate=0&noise=0&networkShape=4,2&seed=&showTestData=false&discretize=false&percTrainData=50"
        "&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false"
        "&collectStats=false&problem=classification&initZero=false&hideText=false"
    )
    assert (config, messages) == (Config(), ())


@pytest.mark.parametrize("name", [name for name, setting in SETTINGS.items() if isinstance(setting.kind, Number)])
def test_the_stops_of_a_number_go_up_from_its_lowest_to_its_highest_and_pass_the_default(name: str) -> None:
    setting = SETTINGS[name]
    assert isinstance(setting.kind, Number)
    low, high, stops = setting.kind.low, setting.kind.high, setting.kind.stops
    assert list(stops) == sorted(set(stops))
    assert all(low <= stop <= high for stop in stops)
    assert not stops or setting.default in stops


@pytest.mark.parametrize("before", [f"{PAGE}#", "http://playground.tensorflow.org/#", "#", "", f"{PAGE}?hl=de#", "  #"])
def test_only_what_follows_the_sign_counts(before: str) -> None:
    assert parse_address(f"{before}noise=20") == (Config(noise=20), ())


@pytest.mark.parametrize("address", ["", "#", PAGE, f"{PAGE}#", "&&", "noise=&seed=&activation="])
def test_nothing_is_the_state_as_it_always_is(address: str) -> None:
    assert parse_address(address) == (Config(), ())


def test_an_empty_shape_is_no_hidden_layer_and_a_switch_is_off_only_as_false() -> None:
    assert parse_address("networkShape=&x=0&y=false")[0] == Config(network_shape=(), y=False)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("lerningRate=1", "There is no setting 'lerningRate'; did you mean 'learningRate'?"),
        ("qqq=1", "There is no setting 'qqq'."),
        ("batchSize=31", "batchSize cannot be '31': expected a whole number from 1 to 30. It stays 10."),
        ("batchSize=2.5", "batchSize cannot be '2.5': expected a whole number from 1 to 30. It stays 10."),
        ("noise=nan", "noise cannot be 'nan': expected a number. It stays 0."),
        ("dataset=moons", "dataset cannot be 'moons': expected circle, xor, gauss or spiral. It stays circle."),
        (
            "regDataset=reg-argmax",
            "regDataset cannot be 'reg-argmax': expected reg-plane or reg-gauss. It stays reg-plane.",
        ),
        ("networkShape=4,9", "networkShape cannot be '9': expected a whole number from 1 to 8. It stays 4,2."),
        (
            "networkShape=1,1,1,1,1,1,1",
            "networkShape cannot be '1,1,1,1,1,1,1': expected at most 6 of these, with commas between them: "
            "a whole number from 1 to 8. It stays 4,2.",
        ),
        ("points=0:0:1,7:0:1", "points cannot be '7': expected x from -6 to 6. It stays empty."),
        ("points=0:0:1", "points cannot be '0:0:1': expected 2 to 1200 points as x:y:label, with commas between them."),
        (f"tutorial={'a' * 201}", f"tutorial cannot be '{'a' * 40}...': expected a text of at most 200 characters. It"),
        ("tutorial=a%07b", "tutorial cannot be 'a\x07b': expected a text of at most 200 characters. It stays empty."),
        ("batchSize=0", "batchSize cannot be '0': expected a whole number from 1 to 30. It stays 10."),
        ("learningRate=-0.1", "learningRate cannot be '-0.1': expected a number from 0 to 10. It stays 0.03."),
        ("learningRate=10.1", "learningRate cannot be '10.1': expected a number from 0 to 10. It stays 0.03."),
        ("dropout=0.91", "dropout cannot be '0.91': expected a number from 0 to 0.9. It stays 0."),
        ("dropout=.", "dropout cannot be '.': expected a number. It stays 0."),
        ("dropout=1e9999", "dropout cannot be '1e9999': expected a number. It stays 0."),
        (f"dataset={'a' * 40}", f"dataset cannot be '{'a' * 40}': expected circle, xor, gauss or spiral."),
        (f"dataset={'a' * 41}", f"dataset cannot be '{'a' * 40}...': expected circle, xor, gauss or spiral."),
        ("points=1:2,3:4:1", "points cannot be '1:2': expected a point as x:y:label. It stays empty."),
        ("points=0:-6.5:1,0:0:1", "points cannot be '-6.5': expected y from -6 to 6. It stays empty."),
        (
            "activations=tanh,moo",
            "activations cannot be 'moo': expected relu, tanh, sigmoid or linear. It stays empty.",
        ),
        ("nois_hide=true", "There is no control 'nois' to hide; did you mean 'noise'?"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence_and_changes_nothing(part: str, message: str) -> None:
    config, messages = parse_address(f"noise=20&{part}&seed=7")
    assert config == Config(noise=0 if part.startswith("noise=") else 20, seed="7")
    assert [text[: len(message)] for text in messages] == [message]


def test_what_is_just_allowed_is_taken() -> None:
    most = ",".join("6:-6:1" for _ in range(1200))
    config, messages = parse_address(
        f"batchSize=30&learningRate=10&regularizationRate=10&noise=50&percTrainData=90&dropout=0.9"
        f"&networkShape=8,8,8,8,8,8&tutorial={'a' * 200}&points={most}"
    )
    assert messages == ()
    assert (config.batch_size, config.learning_rate, config.network_shape) == (30, 10, (8,) * 6)
    assert len(config.points) == 1200
    least, messages = parse_address("batchSize=1&learningRate=0&percTrainData=10&networkShape=1&points=6:6:1,-6:-6:-1")
    assert messages == ()
    assert (least.batch_size, least.perc_train_data, least.network_shape) == (1, 10, (1,))
    assert parse_address(f"points={most},0:0:1")[1] != ()
    assert parse_address("&".join(["noise=5"] * 200))[1] == ()
    assert parse_address("&".join(["noise=5"] * 201))[1] != ()


def test_numbers_are_written_as_short_as_they_can_be() -> None:
    rates = (0.03, 1.0, 10.0, 0.1, 1e-05, 2.5)
    assert [value_text(Config(learning_rate=rate), "learningRate") for rate in rates] == [
        "0.03", "1", "10", "0.1", "1e-05", "2.5"
    ]  # fmt: skip
    assert (
        value_text(Config(points=((1.0, 2.0, 1e15), (0.0, 0.5, -3.0))), "points") == "1:2:1000000000000000.0,0:0.5:-3"
    )


def test_an_endless_address_is_read_as_far_as_it_makes_sense() -> None:
    config, messages = parse_address("noise=20&" + "a=b&" * 100_000)
    assert config == Config(noise=20)
    assert messages[0] == "The address has more than 200 parts; the others are ignored."


def test_what_is_ours_has_names_that_the_original_does_not_know_and_is_written_only_where_it_differs() -> None:
    ours = {name for name, setting in SETTINGS.items() if setting.ours}
    assert ours == {"optimizer", "activations", "dropout", "initialization", "threeClass", "function", "points"}
    assert write_address(Config()) == f"{PAGE}#"
    assert (
        write_address(Config(optimizer="adam", seed="a b&c", noise=5))
        == f"{PAGE}#noise=5&seed=a%20b%26c&optimizer=adam"
    )
    assert write_address(Config(points=((1, -2.5, 1), (0.1, 2, -1)))) == f"{PAGE}#points=1:-2.5:1,0.1:2:-1"


def test_a_setting_changes_by_its_name_and_text() -> None:
    assert change(Config(), "networkShape", "3,3") == replace(Config(), network_shape=(3, 3))
    with pytest.raises(UsageError, match="noise cannot be '51': expected a number from 0 to 50"):
        change(Config(), "noise", "51")
