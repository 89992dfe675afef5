# answer: 2
print(1)
