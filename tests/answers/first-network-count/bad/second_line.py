# answer: 20
# answer: 25
