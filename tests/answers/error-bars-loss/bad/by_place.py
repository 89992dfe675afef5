# expect: failed
# because: a place in a list of numbers, which may be another's
# told: Answer with one of these choices
# answer: #2
