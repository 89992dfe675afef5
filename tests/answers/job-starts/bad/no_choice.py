# expect: failed
# because: a number that isn't offered
# answer: 6
