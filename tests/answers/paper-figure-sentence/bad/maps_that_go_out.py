# expect: failed
# because: the 8 maps that step 9 makes, and not those that it gets
# told: What is left came in
# answer: 8
