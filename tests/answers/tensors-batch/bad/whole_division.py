# expect: failed
# because: whole division leaves nothing but 0 and 1
# told: The first picture of the batch should be the temple
batch = (np.stack([temple, flower]) // 255).astype("float32")
grey = batch.mean(axis=-1, keepdims=True)
single = batch[1:2]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
