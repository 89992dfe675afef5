# answer: 8.
