# answer: turn by 180 degrees, since 6 becomes 9
