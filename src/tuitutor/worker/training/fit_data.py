"""The data of one fit: its rows are counted, and what it is validated on is kept, as far as a check asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.training.again import Again
from tuitutor.worker.training.offered import MOST_MISLABELLED, Offered
from tuitutor.worker.training.rows import Note, Rows, flows, is_stream, watch


class FitData:
    """Watches the data in the `arguments` of a fit; streams in them are replaced by ones that tell what goes by.

    `offered` are the setup's arrays, None if rows aren't counted; `curves` are to be measured again.
    """

    def __init__(
        self, model: Any, arguments: dict[str, Any], offered: Optional[Offered], curves: tuple[str, ...]
    ) -> None:
        self._offered, self._epochs = offered, 0
        self._training, self._validation = Rows(), Rows()
        self._again = Again(model, curves)
        self._known, self._flows = offered is not None, {"training": False, "validation": False}
        if offered is None and not curves:
            return
        try:
            self._watch(arguments)
        except Exception:
            self._known = False

    def _watch(self, arguments: dict[str, Any]) -> None:
        x, share = arguments["x"], arguments.get("validation_split")
        held, size = arguments.get("validation_data"), arguments.get("batch_size")
        self._flows["training"] = flows(x)
        if is_stream(x):
            arguments["x"] = watch(x, [_noted(self._training)])
        else:
            self._training.add(x)
            self._again.training = [_copied((x, arguments.get("y")))]
        if held is not None:
            self._watch_validation(arguments, held, arguments.get("validation_batch_size") or size or 32)
        elif share:
            self._training, self._validation = self._training.split(share)
            self._again.split(share)

    def _watch_validation(self, arguments: dict[str, Any], held: Any, size: int) -> None:
        inputs, *labels = held if isinstance(held, (tuple, list)) else (held,)
        self._flows["validation"] = flows(inputs)
        if is_stream(inputs):
            notes: list[Note] = [_noted(self._validation), self._again.note]
            data = watch(inputs, notes)
            arguments["validation_data"] = (data, *labels) if isinstance(held, (tuple, list)) else data
            return
        steps = arguments.get("validation_steps")
        most = steps * size if steps else None
        self._validation.add(inputs)
        self._validation = self._validation.first(most)
        self._again.validation = [_copied((inputs, labels[0] if labels else None), most)]

    def at_epoch_end(self) -> None:
        """An epoch's training, and its validation, are over."""
        self._epochs += 1
        with suppress(Exception):
            self._again.at_epoch_end()

    def at_validation(self) -> None:
        """Validation begins: what went by before belongs to an earlier one."""
        with suppress(Exception):
            if self._flows["validation"] and self._again.validates:
                self._validation.forget()
                self._again.validation.clear()
            self._again.at_validation()

    @property
    def training(self) -> Optional[Rows]:
        """The rows that it trained on, if they are counted."""
        return self._training if self._offered is not None else None

    def told(self, facts: FitFacts, others: Iterable[Rows]) -> FitFacts:
        """The facts of the fit, with what was found out about its data. `others` are rows that its model was trained
        on elsewhere.
        """
        if self._again.curves:
            facts = replace(facts, measured=self._again.measured())
        if self._offered is None or not self._known:
            return facts
        passes = max(1, self._epochs) if self._flows["training"] else 1
        facts = replace(facts, training_samples=self._training.different())
        here, elsewhere = (self._training, passes), [(each, 0) for each in others]
        found = self._offered.new_rows(self._validation, here, *elsewhere) if facts.validation else None
        alone = self._offered.new_rows(self._validation, here) if found and elsewhere else found
        if found is None or alone is None:
            return facts
        wrong = 0
        with suppress(Exception):  # as far as labels are known
            batches = (self._again.training, self._again.validation)
            (x, y), (held_x, held_y) = (
                [np.concatenate(list(map(np.asarray, each))) for each in zip(*parts, strict=True)] for parts in batches
            )
            wrong = self._offered.mislabelled((x, y), (held_x, held_y))
        if wrong > MOST_MISLABELLED * sum(found):
            return replace(facts, validation_samples=0, validation_mislabelled=wrong)
        return replace(
            facts, validation_samples=found[0], validation_unlike=found[1], validation_seen=alone[0] - found[0]
        )


def _copied(data: Any, most: Optional[int] = None) -> Any:
    """The first rows of arrays, which the program may change later."""
    return keras.tree.map_structure(lambda each: None if each is None else np.array(each[:most]), data)


def _noted(rows: Rows) -> Note:
    return lambda inputs, _: rows.add(inputs)
