# expect: failed
# because: the wrong number itself, and not what should stand there
# told: But step 8 lies in between
# answer: 24
