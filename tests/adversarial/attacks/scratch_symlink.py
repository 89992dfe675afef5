# attack: a link in the scratch folder to a file outside, and writing through it
# exercise: first-network
# expect: passed
# needs: files
# tiers: all
import os
import pathlib

os.symlink("{outside}/victim.txt", "link")
os.symlink("{outside}", "folder")
for path in ("link", "folder/new.txt"):
    try:
        pathlib.Path(path).write_text("owned")
    except OSError as error:
        print(error)
# honest
