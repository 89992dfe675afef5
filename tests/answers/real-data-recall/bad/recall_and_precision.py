# answer: 0.91 (recall) or 0.97 (precision)
