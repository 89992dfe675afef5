# answer: #3
