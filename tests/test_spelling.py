"""Words for messages."""

from __future__ import annotations

import pytest

from tuitutor.spelling import with_article


@pytest.mark.parametrize(
    "said",
    ["a list", "an int", "an ndarray", "a uint8", "a unit", "an upsampling", "an LSTM", "a GRU", "an RNN", "a ReLU",
     "an Embedding", "a Lambda", "a Dense, a custom layer", "an ELU", "a Normalization"],
)  # fmt: skip
def test_an_article_goes_by_the_sound(said: str) -> None:
    assert with_article(said.partition(" ")[2]) == said
