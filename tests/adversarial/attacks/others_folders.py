# attack: looks for the folders of other runs of the same worker, and of other workers
# exercise: first-network
# expect: failed
# stopped by: nothing of others
# needs: files
# beside: an answer whose folder was beside this one
import os

here = os.getcwd()
seen = []
for folder in ("..", "../..", os.path.dirname(here), os.path.dirname(os.path.dirname(here)), "/proc/self/cwd/.."):
    try:
        seen += [name for name in os.listdir(folder) if name != os.path.basename(here)]
    except OSError:
        pass
for name in ("../owner", "../boot.json", "../new"):
    try:
        seen.append(open(name).name)
    except OSError:
        pass
raise SystemExit(f"seen: {seen}" if seen else "nothing " + "of others")
