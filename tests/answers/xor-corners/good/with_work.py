# answer: 3
# (1, 1) is cut off
