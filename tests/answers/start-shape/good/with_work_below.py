# answer: (5000, 3)
print(1)
