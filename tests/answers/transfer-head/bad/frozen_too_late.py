# expect: failed
# because: frozen after a first fit, without another compile
# told: frozen before
cut = Sequential(network.layers[:-1])
model = Sequential([cut, Dense(3, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003))
model.fit(few_x, few_y - 7, epochs=5, verbose=0)
cut.trainable = False
model.fit(few_x, few_y - 7, epochs=40, verbose=0)
