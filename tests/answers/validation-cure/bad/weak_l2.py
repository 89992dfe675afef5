# expect: failed
# because: the penalty is too small to be felt
# told: the network is still too free
from keras.layers import Dense
from keras.regularizers import L2

model = network(
    Dense(128, activation="relu", kernel_regularizer=L2(0.00001)),
    Dense(128, activation="relu", kernel_regularizer=L2(0.00001)),
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
