# attack: changes the flags of files that it may read, as chattr does, for which reading is enough
# exercise: first-network
# expect: passed
# needs: network
# tiers: all
import array
import fcntl
import os

open("own.txt", "w").close()
for path in ("{outside}/victim.txt", "own.txt"):
    try:
        flags = array.array("l", [0x40 | 0x80])  # neither dump it nor note when it is read
        fcntl.ioctl(os.open(path, os.O_RDONLY), 0x40086602, flags)
        print(path, "has changed")
    except OSError as error:
        print(error)
# honest
