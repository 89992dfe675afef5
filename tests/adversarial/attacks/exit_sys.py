# attack: leaves with success before anything is measured
# exercise: xor
# expect: failed
# stopped by: ended Python
# needs: nothing
# tiers: all
import sys

sys.exit(0)
# honest
