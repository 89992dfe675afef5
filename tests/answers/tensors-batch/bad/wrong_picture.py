# expect: failed
# because: the temple as the single picture
# told: should be the flower
batch = np.stack([temple, flower]).astype("float32") / 255
grey = batch.mean(axis=-1, keepdims=True)
single = batch[:1]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
