# answer: BatchNormalization
print(0.99 ** 10)
