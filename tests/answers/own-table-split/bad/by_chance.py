# answer: random rows
