# topic: functional
# says: keras.ops
inputs = Input((3,))
outputs = np.sin(inputs)  # <-

# near miss: an Input whose truth is asked for
if Input((3,)):
    pass
