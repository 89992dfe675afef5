# expect: passed
# because: as a division in Python gives it
# answer: 5.0
