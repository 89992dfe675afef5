# expect: passed
# because: an empty batch that is filled in
batch = np.zeros((2, 107, 160, 3), dtype=np.float32)
batch[0] = temple / 255
batch[1] = flower / 255
grey = ((batch[..., 0] + batch[..., 1] + batch[..., 2]) / 3)[..., None]
single = batch[1][np.newaxis]

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
