# expect: passed
# because: the operations of keras.ops
from keras import ops

batch = ops.stack([ops.cast(picture, "float32") / 255 for picture in (temple, flower)])
grey = ops.expand_dims(ops.mean(batch, axis=-1), -1)
single = ops.reshape(batch[1], (1, 107, 160, 3))

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
