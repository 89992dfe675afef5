# expect: passed
# because: frozen after compile but before the first fit, when the step is built
model = Sequential([*network.layers[:-1], Dense(3, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01))
for layer in model.layers[:-1]:
    layer.trainable = False
model.fit(few_x, few_y - 7, epochs=60, verbose=0)
