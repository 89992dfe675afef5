# expect: passed
# because: a penalty for large weights
from keras.layers import Dense
from keras.regularizers import L2

model = network(
    Dense(128, activation="relu", kernel_regularizer=L2(0.01)),
    Dense(128, activation="relu", kernel_regularizer=L2(0.01)),
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
