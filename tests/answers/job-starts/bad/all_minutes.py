# expect: failed
# because: all minutes by 60, rounded up
# told: what was done of an unfinished epoch is lost
# answer: 4
