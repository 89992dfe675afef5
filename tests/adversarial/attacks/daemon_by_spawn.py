# attack: a process by posix_spawn in a session and a group of its own, deaf to SIGTERM and SIGHUP
# exercise: first-network
# expect: passed
# needs: nothing
import subprocess
import sys

program = "import signal, time; signal.signal(15, signal.SIG_IGN); signal.signal(1, signal.SIG_IGN); time.sleep(600)"
for options in ({"start_new_session": True}, {"process_group": 0}):
    try:
        subprocess.Popen([sys.executable, "-S", "-c", program + " # {mark}"], env={}, **options)
    except OSError as error:
        print(error)
# honest
