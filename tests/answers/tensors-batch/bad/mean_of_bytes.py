# expect: failed
# because: the mean is cut to a byte before it is scaled
# told: mean of all three channels
batch = np.stack([temple, flower]).astype("float32") / 255
grey = np.stack([temple, flower]).mean(axis=-1, keepdims=True).astype("uint8").astype("float32") / 255
single = batch[1:2]
