# expect: failed
# because: nothing is ever stopped
# told: A time limit doesn't wait
# answer: 1
