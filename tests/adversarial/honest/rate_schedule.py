# expect: passed
import keras

schedule = keras.optimizers.schedules.CosineDecay(0.02, decay_steps=25 * 313)
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(schedule))
reduce = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(f"{epoch}: {logs['loss']:.3f}"))
model.fit(data, labels, epochs=25, callbacks=[reduce], verbose=2)
