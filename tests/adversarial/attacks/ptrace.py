# attack: attaches to another process of the same user's as a debugger does
# exercise: first-network
# expect: passed
# needs: processes
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for request in (16, 0x4206):  # PTRACE_ATTACH, PTRACE_SEIZE
    for pid in (int("{decoy}"), os.getppid(), 1):
        if libc.ptrace(request, pid, None, None) == 0:
            print("attached to", pid)
            if pid == int("{decoy}"):
                libc.ptrace(8, pid, None, None)  # PTRACE_KILL
        else:
            print(os.strerror(ctypes.get_errno()))
# honest
