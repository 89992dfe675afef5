# answer: more units
gap = 1.34 - 1.31
print(gap)
