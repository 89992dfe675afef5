# answer: 1, then 5
