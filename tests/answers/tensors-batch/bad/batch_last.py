# expect: failed
# because: stacked along the last axis
# told: The batch axis comes first
batch = np.stack([temple, flower], axis=-1).astype("float32") / 255
grey = batch.mean(axis=2, keepdims=True)
single = batch[..., 1:2]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
