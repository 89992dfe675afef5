# attack: eats memory until there is none
# exercise: xor
# expect: failed
# stopped by: memory limit
# needs: nothing
# tiers: all
import numpy as np

eaten = [np.ones(64 << 20, dtype="uint8") for _ in range(160)]
