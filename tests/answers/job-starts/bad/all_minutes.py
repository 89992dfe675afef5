# expect: failed
# because: all minutes by 60, rounded up
# told: the work of an unfinished epoch is lost
# answer: 4
