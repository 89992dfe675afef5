# expect: failed
# because: the penalty is all that is left of the loss
# told: it has too little freedom left
from keras.layers import Dense
from keras.regularizers import L2

model = network(
    Dense(128, activation="relu", kernel_regularizer=L2(1.0)),
    Dense(128, activation="relu", kernel_regularizer=L2(1.0)),
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
