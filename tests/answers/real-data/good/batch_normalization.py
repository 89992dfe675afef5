# expect: passed
# because: BatchNormalization as the first layer scales the columns too, and keeps their means in the model
import keras
from keras import Input, Sequential
from keras.layers import BatchNormalization, Dense

model = Sequential([
    Input(shape=(30,)),
    BatchNormalization(),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
model.fit(x_train, y_train, epochs=60, validation_split=0.2, verbose=0)
