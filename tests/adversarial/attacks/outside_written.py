# attack: makes files, folders, links and pipes outside of its scratch folder
# exercise: first-network
# expect: passed
# needs: files
import os

for attempt in (
    lambda: os.close(os.open("{outside}/new", os.O_CREAT | os.O_WRONLY)),
    lambda: os.mkdir("{outside}/newfolder"),
    lambda: os.symlink("/", "{outside}/newlink"),
    lambda: os.mkfifo("{outside}/newpipe"),
    lambda: os.link("{outside}/victim.txt", "{outside}/hard"),
    lambda: os.link("{outside}/victim.txt", "hard"),
    lambda: os.rename("{outside}/victim.txt", "stolen"),
):
    try:
        attempt()
    except OSError as error:
        print(error)
# honest
