# answer: 2
# the first call and the third
