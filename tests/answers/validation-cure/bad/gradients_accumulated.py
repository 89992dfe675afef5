# expect: failed
# because: each 25 batches make one step of Adam: 43 steps, told as 1,080; no saved model has an optimizer of this class
# told: accumulated over many batches
from keras.layers import Dense


class Own(keras.optimizers.Adam):
    pass


model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=Own(0.003, gradient_accumulation_steps=25),
    metrics=["accuracy"],
)
history = model.fit(
    x_train, y_train, validation_data=(x_val, y_val), epochs=40, batch_size=32, verbose=0,
)
