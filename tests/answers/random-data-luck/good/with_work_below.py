# answer: 50
print(50)
