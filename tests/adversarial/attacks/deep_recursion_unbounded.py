# attack: recursion without an end, and without Python's own limit to it
# exercise: xor
# expect: failed
# stopped by: of xor.py
# needs: nothing
import sys

sys.setrecursionlimit(2**31 - 1)


def deeper(n):
    return deeper([n]) if n else None


deeper([1])
