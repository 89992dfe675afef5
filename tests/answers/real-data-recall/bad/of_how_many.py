# answer: 0.91  # 58 of 64
