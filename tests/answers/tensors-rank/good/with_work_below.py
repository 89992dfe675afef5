# answer: 5
print(np.zeros((1, 20, 48, 64, 3)).ndim)
