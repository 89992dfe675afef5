# expect: failed
# because: the temple twice, where the flower should follow
# told: The second picture of the batch should be the flower
batch = np.stack([temple, temple]).astype("float32") / 255
grey = batch.mean(axis=-1, keepdims=True)
single = flower[np.newaxis].astype("float32") / 255

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
