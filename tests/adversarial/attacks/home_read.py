# attack: looks for keys, settings and notes in the user's home, wherever that is said to be
# exercise: first-network
# expect: passed
# needs: files
# tiers: all
import glob
import os
import pwd

homes = {"{home}", os.path.expanduser("~"), os.environ.get("KERAS_HOME", "")}
homes |= {user.pw_dir for user in pwd.getpwall() if user.pw_uid == os.getuid()}
for home in homes:
    for path in (f"{home}/.ssh/id_ed25519", f"{home}/.keras/secret.txt", f"{home}/notes.txt", f"{home}/secret.txt"):
        try:
            print(open(path).read())
        except OSError as error:
            print(error)
    for path in glob.glob(f"{home}/**", include_hidden=True) if len(home) > 1 else ():
        try:
            print(path, open(path).read()[:200])
        except OSError as error:
            print(error)
# honest
