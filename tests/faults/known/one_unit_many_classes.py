# class: loss
# wrong: categorical crossentropy over a single sigmoid unit is 0 whatever it says
# causes: loss activation
# source: DeepFD, wrong loss function
x, y = points(400, seed=3)
left, right = Input((1,)), Input((1,))
both = layers.Concatenate()([left, right])
h = layers.Dense(24, activation="relu")(both)
h = layers.Dense(24, activation="relu")(h)
net = Model([left, right], layers.Dense(1, activation="sigmoid")(h))
model = net
net.compile(
    keras.optimizers.Adam(0.01),
    "categorical_crossentropy",  # -
    # + "binary_crossentropy",
    metrics=["binary_accuracy"],
)
net.fit([x[:, :1], x[:, 1:]], y.astype("float32").reshape(-1, 1), epochs=40, verbose=0)
