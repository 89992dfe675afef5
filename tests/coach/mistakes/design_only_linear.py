# topic: activation
# says: these 3 Dense layers
# says: activation='relu'
model = Sequential()
model.add(Input((3,)))
model.add(Dense(4))  # <-
model.add(Dense(4))
model.add(Dense(2, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy")

# near miss: the activations are layers of their own
model = Sequential([Input((3,)), Dense(4), Activation("relu"), Dense(4), layers.ReLU(), Dense(2, "softmax")])
model.compile(loss="sparse_categorical_crossentropy")
