# expect: failed
# because: a schedule that begins at 0.003 and soon ends
# told: The learning rate falls during training
import keras

rate = keras.optimizers.schedules.PiecewiseConstantDecay([160], [0.003, 1e-7])
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0
)
