"""Keras's own ways to pick a batch's rows are not optimized again for each epoch, and need no threads; a learner's are
left alone.
"""

from __future__ import annotations

import pytest

from tests.worker.conftest import Run
from tuitutor.protocol.events import Executed, Output

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

# That no bit of a training depends on it is in test_fusing.py.
PROGRAM = """
import numpy as np, tensorflow as tf
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

def as_they_are(dataset):
    own = ["experimental_ints_on_device" in each.function.function_def.attr for each in dataset._functions()]
    return own + [each for source in dataset._inputs() for each in as_they_are(source)]

def run_apart(dataset):
    is_apart = [getattr(dataset, "_use_inter_op_parallelism", False)]
    return is_apart + [each for source in dataset._inputs() for each in run_apart(source)]

rows = np.zeros((10, 2), "float32")
ours = ArrayDataAdapter(rows, rows, batch_size=4, shuffle=True).get_tf_dataset()
theirs = tf.data.Dataset.range(9).map(lambda each: each + 1, num_parallel_calls=2).filter(lambda each: each > 2)
theirs = theirs.prefetch(2)
print(as_they_are(ours), any(run_apart(ours)), type(ours).__name__)
print(as_they_are(theirs), any(run_apart(theirs)), type(theirs).__name__)
"""


@pytest.mark.long
async def test_only_keras_s_own_batches_are_not_optimized_and_need_no_threads(run: Run) -> None:
    *events, last = await run(PROGRAM)
    assert isinstance(last, Executed)
    assert last.error is None, last.error.traceback
    printed = "".join(event.text for event in events if isinstance(event, Output) and event.stream == "stdout")
    assert printed.splitlines() == [
        "[True, True, True] False _OptionsDataset",
        "[False, False] True _PrefetchDataset",
    ]
