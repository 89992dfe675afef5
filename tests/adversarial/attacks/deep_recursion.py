# attack: recursion without an end
# exercise: xor
# expect: failed
# stopped by: recursion
# needs: nothing
def deeper(n):
    return deeper(n + 1) + 1


deeper(0)
