# expect: passed
# because: the number alone
# answer: 16
