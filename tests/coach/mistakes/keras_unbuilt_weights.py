# topic: unbuilt
# says: no weights yet
# says: Input((

model = Sequential([Dense(4), Dense(2)])
kernel = model.layers[0].get_weights()[0]  # <-

# near miss: the layer is built and has two of them
model = Sequential([Input((3,)), Dense(4), Dense(2)])
kernel = model.layers[0].get_weights()[2]
