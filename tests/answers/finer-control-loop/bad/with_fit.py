# expect: failed
# because: fit is what it was to be done without
# told: your own loop
import keras

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02))
model.fit(points, inside, epochs=40, batch_size=64, verbose=0)
