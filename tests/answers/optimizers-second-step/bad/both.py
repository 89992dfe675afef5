# answer: 0.0095
