# expect: failed
# because: stopping early by another name
# told: In this exercise, less time is no cure
from keras.layers import Dense, Dropout

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=6, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
