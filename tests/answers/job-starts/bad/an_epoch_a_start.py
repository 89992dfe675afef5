# expect: failed
# because: one epoch a start
# told: More than one epoch
# answer: 10
