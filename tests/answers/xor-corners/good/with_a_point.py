# answer: 3.
