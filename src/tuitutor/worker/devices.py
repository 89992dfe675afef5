"""What TensorFlow may compute on."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from typing import Any, NoReturn

from tuitutor.worker import processes
from tuitutor.worker.zygote import can_fork

PATIENCE = 30.0  # seconds; a driver that is stuck must not keep anybody from training


def devices() -> tuple[str, ...]:
    """ "CPU:0", "GPU:0 (NVIDIA A100)" and so on; empty where TensorFlow does not say within PATIENCE.

    Looking initialises CUDA, which no child that is forked afterwards could use, so a child of its own looks.
    """
    if can_fork():
        return _look()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        _tell(write)
    os.close(write)
    said = _read_all(read, time.monotonic() + PATIENCE)
    os.close(read)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        return tuple(json.loads(said))
    except ValueError:
        return ()


def _tell(fd: int) -> NoReturn:
    try:
        processes.die_with_parent()
        os.write(fd, json.dumps(_look()).encode())
    finally:
        os._exit(0)


def _read_all(fd: int, until: float) -> bytes:
    data = b""
    while select.select([fd], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(fd, 4096)
        if not part:
            break
        data += part
    return data


def _look() -> tuple[str, ...]:
    tf: Any = sys.modules["tensorflow"]  # Keras has imported it
    return tuple(_describe(tf, device) for device in tf.config.list_physical_devices())


def _describe(tf: Any, device: Any) -> str:
    name = device.name.rpartition("physical_device:")[2]
    details = tf.config.experimental.get_device_details(device) if device.device_type == "GPU" else {}
    return f"{name} ({details['device_name']})" if "device_name" in details else name
