# answer: w = 5
