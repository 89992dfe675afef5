# attack: looks through all objects of the process for other learners' answers, hidden data and seeds, and says them
# exercise: xor
# expect: passed
# needs: nothing
# beside: somebody else's answer
import gc

import tensorflow as tf

tf.config.threading.get_inter_op_parallelism_threads()  # asks for a process that is forked now
found = []
for thing in gc.get_objects():
    if type(thing).__module__.startswith("tuitutor.") or type(thing) in (dict, list, tuple):
        try:
            text = repr(thing)
        except Exception:
            continue
        for word in ("neighbour-", "hidden", "HiddenData", "seed="):
            at = text.find(word)
            while at >= 0 and "gc.get_objects" not in text:
                found.append(text[at : at + 80])
                at = text.find(word, at + 1)
print(*sorted(set(found))[:500], sep="\n")
# honest
