# expect: passed
# because: by its place in the list
# answer: #2
