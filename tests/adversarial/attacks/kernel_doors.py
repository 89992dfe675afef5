# attack: asks the kernel for what has let programs out of sandboxes: namespaces, mounts, io_uring, userfaultfd, bpf, keys
# exercise: first-network
# expect: failed
# stopped by: all were refused
# needs: processes
# tiers: all
import ctypes
import os
import platform

x86 = platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "unshare, user": (272 if x86 else 97, 0x10000000),
    "unshare, mount": (272 if x86 else 97, 0x20000),
    "setns": (308 if x86 else 268, 0, 0),
    "mount": (165 if x86 else 40, b"none", b"/tmp", b"tmpfs", 0, None),
    "pivot_root": (155 if x86 else 41, b".", b"."),
    "chroot": (161 if x86 else 51, b"."),
    "io_uring_setup": (425, 8, ctypes.create_string_buffer(120)),
    "userfaultfd": (323 if x86 else 282, 1),
    "bpf": (321 if x86 else 280, 0, ctypes.create_string_buffer(120), 120),
    "perf_event_open": (298 if x86 else 241, ctypes.create_string_buffer(120), 0, -1, -1, 0),
    "add_key": (248 if x86 else 217, b"user", b"owned", b"x", 1, -2),
    "keyctl": (250 if x86 else 219, 0, -3, 1),
    "open_tree": (428, -100, b"/", 1),
    "fsopen": (430, b"tmpfs", 0),
    "personality": (135 if x86 else 92, 0xFFFFFFFF),
    "io_setup": (206 if x86 else 0, 1, ctypes.byref(ctypes.c_ulong())),
    "huge pages": (319 if x86 else 279, b"huge", 4),
    "get_mempolicy": (239 if x86 else 236, None, None, 0, None, 0),
    "cachestat": (451, os.open(os.devnull, os.O_RDONLY), (ctypes.c_ulong * 2)(), (ctypes.c_ulong * 5)(), 0),
    "statmount": (457, (ctypes.c_ulong * 4)(32, 1, 2), ctypes.create_string_buffer(4096), 4096, 0),
    "landlock_create_ruleset": (444, None, 0, 1),
    "seccomp": (317 if x86 else 277, 2, 0, ctypes.byref(ctypes.c_uint(0x7FFF0000))),
    "kcmp": (312 if x86 else 272, os.getpid(), os.getpid(), 0, 0, 0),
}
got = [name for name, call in calls.items() if libc.syscall(*call) >= 0]
raise SystemExit(f"got {got}" if got else "all were " + "refused")
