# attack: ten thousand threads with stacks so small that all of them fit into its memory
# exercise: xor
# expect: failed
# stopped by: limit of
# needs: nothing
import threading
import time

threading.stack_size(64 << 10)
for _ in range(10_000):
    try:
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    except RuntimeError:
        break
time.sleep(10)
raise SystemExit("there were thousands of them")
