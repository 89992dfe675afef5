# expect: passed
# because: noise, BatchNormalization and Dropout, in batches of 16
from keras.layers import BatchNormalization, Dense, Dropout, GaussianNoise

model = network(GaussianNoise(0.3), Dense(64, activation="relu"), BatchNormalization(), Dropout(0.6))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=16, validation_data=(x_val, y_val), verbose=0
)
