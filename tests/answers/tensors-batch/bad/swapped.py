# expect: failed
# because: the flower comes first
# told: The first picture of the batch should be the temple
batch = np.stack([flower, temple]).astype("float32") / 255
grey = batch.mean(axis=-1, keepdims=True)
single = batch[:1]
