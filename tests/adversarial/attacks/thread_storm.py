# attack: ten thousand threads
# exercise: xor
# expect: failed
# stopped by: thread
# needs: nothing
import threading
import time

for _ in range(10_000):
    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
raise SystemExit("there were ten thousand of them")
