# answer: 9.
