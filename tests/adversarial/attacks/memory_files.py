# attack: shared memory that its only user has let go of, in /dev/shm and beside the answer
# exercise: xor
# expect: failed
# stopped by: limit of 100 MB for all files
# needs: ends, files
import mmap
import os

for number, folder in enumerate(["/dev/shm", "."] * 30):
    path = f"{folder}/{number}"
    with open(path, "w+b") as file:
        file.write(b"x" * (10 << 20))
        held = mmap.mmap(file.fileno(), 10 << 20)
        os.unlink(path)
        globals()[f"held{number}"] = held
raise SystemExit("600 MB are held")
