# expect: failed
# because: a number that isn't offered
# told: Answer with one of these choices
# answer: 6
