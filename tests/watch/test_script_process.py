"""The output of a script, as it comes."""

from __future__ import annotations

import os
import signal
import sys
import time

from tuitutor.watch.script_process import output_of, started

ODD = r"import os; os.write(1, b'\xc3'); import time; time.sleep(0.3); os.write(1, b'\xa9\xff\n'); os.write(2, b'no\n')"


def test_a_letter_in_two_pieces_is_one_and_other_bytes_are_replaced() -> None:
    with started([sys.executable, "-c", ODD], os.environ) as process:
        outputs = [output for some in output_of(process, 0.05) for output in some]
    assert "".join(output.text for output in outputs if output.stream == "stdout") == "é\ufffd\n"
    assert [output.text for output in outputs if output.stream == "stderr"] == ["no\n"]
    assert process.returncode == 0


def test_a_terminated_command_terminates_its_script_and_gets_its_handlers_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    waits = "print('ready', flush=True); import time; time.sleep(60)"
    with started([sys.executable, "-c", waits], os.environ) as process:
        began, outputs = time.monotonic(), output_of(process, 0.05)
        while not any("ready" in output.text for output in next(outputs)):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        list(outputs)
        assert time.monotonic() - began < 30
    assert process.returncode == -signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before
