# attack: reads where nothing is
# exercise: xor
# expect: failed
# stopped by: SIGSEGV
# needs: nothing
# tiers: all
import ctypes

ctypes.string_at(0)
