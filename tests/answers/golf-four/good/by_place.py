# answer: #1
