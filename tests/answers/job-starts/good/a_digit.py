# expect: passed
# because: a digit
# answer: 5
