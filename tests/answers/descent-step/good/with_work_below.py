# answer: 5
w = 5
for step in range(2):
    w = w - 1 * 2 * (w - 3)
print(w)
