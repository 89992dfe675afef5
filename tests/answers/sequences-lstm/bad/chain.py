# answer: 160 = 640
