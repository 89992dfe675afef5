# answer: 65
print(5 * 13)
