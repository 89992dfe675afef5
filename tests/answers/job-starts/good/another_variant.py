# expect: passed
# because: the answer to the third variant
# variant: 3
# answer: 6
