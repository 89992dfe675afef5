# attack: changes rights, times and attributes of a file outside, which Landlock alone lets happen
# exercise: first-network
# expect: passed
# needs: files
# tiers: all
import os

for attempt in (
    lambda: os.chmod("{outside}/victim.txt", 0o777),
    lambda: os.utime("{outside}/victim.txt", (5, 5)),
    lambda: os.setxattr("{outside}/victim.txt", "user.owned", b"1"),
    lambda: os.chown("{outside}/victim.txt", os.getuid(), os.getgid()),
    lambda: os.chmod(os.open("{outside}/victim.txt", 0o10000000), 0o777),
):
    try:
        attempt()
    except OSError as error:
        print(error)
# honest
