# class: rate
# wrong: a rate of 2 with momentum throws the weights far out
# causes: rate diverging
# source: DeepLocalize, exploding
features, answer = points(500, seed=12)
inputs = Input((2,))
h = inputs
for units in (32, 32, 16):
    h = layers.Dense(units, activation="relu")(h)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(h))
opt = keras.optimizers.SGD(learning_rate=2.0, momentum=0.9)  # -
# + opt = keras.optimizers.SGD(learning_rate=0.05, momentum=0.9)
model.compile(opt, "binary_crossentropy", metrics=["accuracy"])
model.fit(features, answer, epochs=30, verbose=0)
