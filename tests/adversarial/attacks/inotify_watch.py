# attack: watches /usr/bin, /etc and a folder outside, to see which programs start and what is changed
# exercise: first-network
# expect: failed
# stopped by: all were refused
# needs: network
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"
got = []
fd = libc.syscall(294 if x86 else 26, 0)
for path in (b"/usr/bin", b"/etc", b"{outside}"):
    if libc.syscall(254 if x86 else 27, fd, path, 0xFFF) >= 0:
        got.append(path)
if libc.syscall(300 if x86 else 262, 0x200, 0) >= 0:  # fanotify, by file identifiers
    got.append("fanotify")
raise SystemExit(f"got {got}" if got else "all were " + "refused")
