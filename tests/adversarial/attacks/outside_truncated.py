# attack: empties a file outside of its scratch folder, in every way that empties one
# exercise: first-network
# expect: passed
# needs: files
import os

for attempt in (
    lambda: os.truncate("{outside}/victim.txt", 0),
    lambda: open("{outside}/victim.txt", "w").close(),
    lambda: os.open("{outside}/victim.txt", os.O_RDONLY | os.O_TRUNC),
    lambda: open("{outside}/victim.txt", "a").write("owned"),
    lambda: os.unlink("{outside}/victim.txt"),
    lambda: os.rmdir("{outside}/folder"),
):
    try:
        attempt()
    except OSError as error:
        print(error)
# honest
