# answer: thirty-two
