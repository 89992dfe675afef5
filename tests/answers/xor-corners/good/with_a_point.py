# answer: 30.
