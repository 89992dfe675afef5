# topic: unbuilt
# says: kernel

layer = Dense(4)
print(layer.kernel)  # <-

# near miss: a layer that never has such weights
layer = Flatten()
print(layer.kernel)
