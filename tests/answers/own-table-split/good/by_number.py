# answer: #2
