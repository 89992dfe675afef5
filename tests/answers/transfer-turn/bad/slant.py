# answer: turn by 10 degrees
