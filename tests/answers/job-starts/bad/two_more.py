# expect: failed
# because: rounded up twice
# told: How many whole epochs can one start
# answer: 6
