# expect: failed
# because: dividing integers makes float64
# told: NumPy makes float64
batch = np.stack([temple, flower]) / 255
grey = batch.mean(axis=-1, keepdims=True)
single = batch[1:2]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
