"""The devices that TensorFlow may use."""

from __future__ import annotations

import json
import sys
from typing import Any

from tuitutor.worker import processes

PATIENCE = 30.0  # seconds; a driver that is stuck must not keep anybody from training


def devices() -> tuple[str, ...]:
    """ "CPU:0", "GPU:0 (NVIDIA A100)" and so on; empty if TensorFlow does not say within PATIENCE.

    Listing devices initialises CUDA, which children that are forked afterwards could not use. So it happens in a
    separate process.
    """
    if processes.why_not_fork():
        return _look()
    said = processes.asked_in_a_fork(lambda: json.dumps(_look()), PATIENCE)
    return () if said is None else tuple(json.loads(said))


def _look() -> tuple[str, ...]:
    tf: Any = sys.modules["tensorflow"]  # Keras has imported it
    return tuple(_describe(tf, device) for device in tf.config.list_physical_devices())


def _describe(tf: Any, device: Any) -> str:
    name = device.name.rpartition("physical_device:")[2]
    details = tf.config.experimental.get_device_details(device) if device.device_type == "GPU" else {}
    return f"{name} ({details['device_name']})" if "device_name" in details else name
