# expect: failed
# because: converted, but not divided
# told: it should become 1
batch = np.stack([temple, flower]).astype("float32")
grey = batch.mean(axis=-1, keepdims=True)
single = batch[1:2]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
