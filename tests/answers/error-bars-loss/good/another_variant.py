# expect: passed
# because: the answer to the fourth variant
# variant: 4
# answer: 7
