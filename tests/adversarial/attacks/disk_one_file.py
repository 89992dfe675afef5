# attack: one file of three gigabytes
# exercise: xor
# expect: failed
# stopped by: limit of
# needs: nothing
block = bytes(1 << 20)
with open("large", "wb") as file:
    for _ in range(3000):
        file.write(block)
