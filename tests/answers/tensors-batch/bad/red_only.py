# expect: failed
# because: grey made of the red channel alone
# told: mean of all three channels
batch = np.stack([temple, flower]).astype("float32") / 255
grey = batch[..., :1]
single = batch[1:2]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
