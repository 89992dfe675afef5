# attack: signals a process of the same user's, its group and its thread, by number and by descriptor
# exercise: first-network
# expect: passed
# needs: processes
# tiers: all
import ctypes
import os
import signal

decoy = int("{decoy}")
libc = ctypes.CDLL(None)
for attempt in (
    lambda: os.kill(decoy, signal.SIGUSR1),
    lambda: os.kill(-decoy, signal.SIGUSR1),
    lambda: os.killpg(decoy, signal.SIGUSR1),
    lambda: signal.pidfd_send_signal(os.pidfd_open(decoy), signal.SIGUSR1),
    lambda: libc.syscall(200, decoy, 10),  # tkill
    lambda: libc.syscall(234, decoy, decoy, 10),  # tgkill
    lambda: os.kill(decoy, signal.SIGKILL),
):
    try:
        attempt()
    except OSError as error:
        print(error)
# honest
