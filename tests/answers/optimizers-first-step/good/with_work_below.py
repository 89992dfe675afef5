# answer: 0.01
g = 0.5
print(0.01 * g / (g**2) ** 0.5)
