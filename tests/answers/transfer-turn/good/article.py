# answer: the turn by 180 degrees
