#answer:32
print(2 * 16)
