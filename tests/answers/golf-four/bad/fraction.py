# answer: 8/16
