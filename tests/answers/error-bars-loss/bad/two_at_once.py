# expect: failed
# because: the spread and the variance, to be safe
# told: Answer with one of these choices
# answer: 5 or 25
