# expect: passed
# because: the answer to the second variant
# variant: 2
# answer: 32
