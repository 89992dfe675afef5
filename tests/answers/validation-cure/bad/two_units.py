# expect: failed
# because: too small for ten digits
# told: it has too little freedom left
from keras.layers import Dense

model = network(Dense(2, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
