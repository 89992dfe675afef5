# expect: passed
# because: dropout behind both layers
from keras.layers import Dense, Dropout

model = network(
    Dense(128, activation="relu"), Dropout(0.5), Dense(128, activation="relu"), Dropout(0.5)
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
