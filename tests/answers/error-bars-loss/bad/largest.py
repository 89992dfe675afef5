# expect: failed
# because: the largest miss, so that every trip is covered
# told: has to be paid for all four
# answer: 7
