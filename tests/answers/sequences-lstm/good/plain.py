# answer: 640
