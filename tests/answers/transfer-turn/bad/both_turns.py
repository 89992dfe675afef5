# answer: turn by 10 degrees and turn by 180 degrees
