# expect: failed
# because: the mean takes the channel axis away
# told: its last axis counts one channel
batch = np.stack([temple, flower]).astype("float32") / 255
grey = batch.mean(axis=-1)
single = batch[1:2]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
