"""Fetches data sets and weights with Keras's own loaders. It is run by itself, with the network and no learner code."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def loaders(keras: Any) -> dict[str, Callable[[], Any]]:
    """By name: what downloads a data set of `keras.datasets`, or a network's weights in `keras.applications`."""
    found: dict[str, Callable[[], Any]] = {}
    for name in dir(keras.datasets):
        module = getattr(keras.datasets, name)
        if hasattr(module, "load_data"):
            extra = getattr(module, "get_word_index", lambda: None)
            found[name] = lambda load=module.load_data, extra=extra: (load(), extra())  # type: ignore[misc]
    for name in dir(keras.applications):
        network = getattr(keras.applications, name)
        if name[:1].isupper() and callable(network):
            found[name] = lambda network=network: _weights(keras, network)  # type: ignore[misc]
    return found


def _weights(keras: Any, network: Callable[..., Any]) -> None:
    """Download the weights with and without the top, and the names of the classes."""
    for top in (True, False):
        network(weights="imagenet", include_top=top)
        keras.backend.clear_session()
    keras.applications.imagenet_utils.decode_predictions(keras.ops.convert_to_numpy(keras.ops.zeros((1, 1000))))


def fetch_all(wanted: list[str], save_as: str) -> str:
    """Fetch each: a name, or an address, which is saved under `save_as` if that is not "".

    Returns a sentence if one could not be fetched, else "".
    """
    try:
        with _in_silence():
            import keras
    except ImportError as error:
        return f"{sys.executable} has no Keras: {error}"
    known = loaders(keras)
    for each in wanted:
        if "://" in each:
            kind, _, name = save_as.rpartition("/")
            into = {"fname": name or None, "cache_subdir": kind or "datasets"}
            known[each] = lambda each=each, into=into: keras.utils.get_file(origin=each, **into)  # type: ignore[misc]
        elif each not in known:
            near = difflib.get_close_matches(each.casefold(), [name.casefold() for name in known], 1)
            meant = next((f"; did you mean '{name}'?" for name in known if near == [name.casefold()]), "")
            meant = meant or f"; it has {', '.join(known)}."
            return f"Keras has no data set or network called '{each}'{meant}"
    for each in wanted:
        try:
            known[each]()
        except Exception as error:
            return f"'{each}' could not be fetched: {' '.join(str(error).split()) or type(error).__name__}"
    return ""


@contextmanager
def _in_silence() -> Iterator[None]:
    """TensorFlow's own notes, which are noise to whoever only waits for a file, are not shown inside the block."""
    shown, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        os.close(null)


def main() -> None:
    """`python -c SOURCE SAVE_AS WHAT...`: prints what could not be fetched, if anything. Progress goes to stderr."""
    out = os.dup(1)
    os.dup2(2, 1)
    os.write(out, fetch_all(sys.argv[2:], sys.argv[1]).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
