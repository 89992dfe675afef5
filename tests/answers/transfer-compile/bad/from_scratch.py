# answer: it starts it from scratch
