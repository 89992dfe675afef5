# expect: failed
# because: 1,160 divided by 9 and by 8, with the biases left in
# told: Take off a bias
# answer: 16.11
