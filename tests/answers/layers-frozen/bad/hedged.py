# answer: 32 or maybe 64
