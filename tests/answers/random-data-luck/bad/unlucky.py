# answer: 38
