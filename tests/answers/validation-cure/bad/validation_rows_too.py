# expect: failed
# because: the validation samples are trained on: the curves look fine and the network is not
# told: the network is still too free
from keras.layers import Dense

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_known, y_known, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
