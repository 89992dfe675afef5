# answer: #4
