# expect: failed
# because: the mean square itself: a variance taken for a spread
# told: stands for σ²
# answer: 25
