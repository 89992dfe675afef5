# answer: 60 # or 65
