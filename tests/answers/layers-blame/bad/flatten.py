# answer: Flatten
