# expect: failed
# because: the mean size of the misses, without squares
# told: the mean size of the misses
# answer: 4.5
