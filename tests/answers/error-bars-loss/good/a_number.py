# expect: passed
# because: the number
# answer: 5
