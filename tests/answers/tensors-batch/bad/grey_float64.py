# expect: failed
# because: only the grey batch is float64, of the right shape
# told: and the grey one should be too
batch = np.stack([temple, flower]).astype("float32") / 255
grey = np.stack([temple, flower]).mean(axis=-1, keepdims=True) / 255
single = batch[1:2]
