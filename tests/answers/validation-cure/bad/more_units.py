# expect: failed
# because: a larger network remembers even better
# told: the network is still too free
from keras.layers import Dense

model = network(
    Dense(256, activation="relu"), Dense(256, activation="relu"), Dense(256, activation="relu")
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
