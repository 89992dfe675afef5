# answer: 640
units, inputs = 10, 5
print(4 * units * (inputs + units + 1))
