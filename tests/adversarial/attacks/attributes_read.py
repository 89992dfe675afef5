# attack: reads the extended attributes of a file outside, such as where it was downloaded from
# exercise: first-network
# expect: passed
# needs: network
import os

for read in (lambda: os.listxattr("{outside}/victim.txt"), lambda: os.getxattr("{outside}/victim.txt", "user.from")):
    try:
        print(read())
    except OSError as error:
        print(error)
# honest
