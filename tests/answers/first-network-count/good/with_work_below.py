# answer: 25
print(25)
