# expect: passed
# because: divided as float64, converted afterwards
batch = np.float32(np.concatenate([temple[None], flower[None]]) / 255)
grey = batch.mean(-1).reshape(2, 107, 160, 1)
single = np.array([batch[1]])

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
