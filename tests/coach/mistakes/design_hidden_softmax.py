# topic: activation
# says: hidden layer
# says: 'relu'
model = Sequential(
    [
        Input((3,)),
        Dense(4, activation="softmax"),  # <-
        Dense(2, activation="softmax"),
    ]
)
model.compile(loss="sparse_categorical_crossentropy")

# near miss: the softmax is the last layer with units, and a constant factor follows
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2, activation="softmax"), layers.Rescaling(1.0)])
model.compile(loss="sparse_categorical_crossentropy")
