# expect: failed
# because: nothing after the line's beginning
# told: There is no address of a playground here
# answer: 
