# answer: Small letters
