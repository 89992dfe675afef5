# expect: failed
# because: variant 2, with the answer of somebody who has variant 1
# variant: 2
# told: What is left came in
# answer: 16
