"""Fetches data sets and weights with Keras's own loaders. It runs alone, with the network and without learner code."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def loaders(keras: Any) -> dict[str, Callable[[], Any]]:
    """Return functions that download a data set of `keras.datasets` or weights of `keras.applications`, by name."""
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


def fetch_all(sources: list[str], save_as: str) -> str:
    """Fetch every source: a name, or an address, which is saved as `save_as` if that is not "".

    Returns a sentence about a source that could not be fetched, else "".
    """
    try:
        with _in_silence():
            import keras
    except ImportError as error:
        return f"{sys.executable} has no Keras: {error}"
    known = loaders(keras)
    for source in sources:
        if "://" not in source and source not in known:
            near = difflib.get_close_matches(source.casefold(), [name.casefold() for name in known], 1)
            advice = next((f"; did you mean '{name}'?" for name in known if near == [name.casefold()]), "")
            advice = advice or f"; it has {', '.join(known)}."
            return f"Keras has no data set or network called '{source}'{advice}"
    for source in sources:
        try:
            if "://" in source:
                kind, _, name = save_as.rpartition("/")
                keras.utils.get_file(origin=source, fname=name or None, cache_subdir=kind or "datasets")
            else:
                known[source]()
        except Exception as error:
            return f"'{source}' could not be fetched: {' '.join(str(error).split()) or type(error).__name__}"
    return ""


@contextmanager
def _in_silence() -> Iterator[None]:
    """Inside the block, nothing is written to stderr: TensorFlow's own messages are noise here."""
    shown, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        os.close(null)


def main() -> None:
    """`python -c CODE SAVE_AS SOURCE...`: print the sentence of `fetch_all`. Progress goes to stderr."""
    out = os.dup(1)
    os.dup2(2, 1)
    os.write(out, fetch_all(sys.argv[2:], sys.argv[1]).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
