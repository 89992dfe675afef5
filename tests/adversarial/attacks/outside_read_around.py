# attack: reads a file outside by detours: links, /proc/self/root, the parent's folder, a descriptor of the folder
# exercise: first-network
# expect: passed
# needs: files
import os
import shutil
import subprocess

os.symlink("{outside}/secret.txt", "link")
for attempt in (
    lambda: open("link").read(),
    lambda: open("/proc/self/root{outside}/secret.txt").read(),
    lambda: open(f"/proc/{os.getppid()}/root{outside}/secret.txt").read(),
    lambda: open("/proc/1/root{outside}/secret.txt").read(),
    lambda: open("/proc/{decoy}/cwd/{outside}/secret.txt").read(),
    lambda: open(os.open("secret.txt", os.O_RDONLY, dir_fd=os.open("{outside}", os.O_RDONLY))).read(),
    lambda: shutil.copy("{outside}/secret.txt", "copy") and open("copy").read(),
    lambda: subprocess.run(["cat", "{outside}/secret.txt"], capture_output=True, text=True).stdout,
    lambda: os.listdir(os.path.expanduser("~")) and "a home can be listed",
):
    try:
        print(attempt())
    except (OSError, subprocess.SubprocessError) as error:
        print(error)
# honest
