# expect: passed
# because: BatchNormalization, PReLU and a residual connection
import keras
from keras import Input
from keras.layers import Dense

inputs = Input((3,))
x = keras.layers.BatchNormalization()(Dense(16)(inputs))
x = keras.layers.PReLU()(x)
y = keras.layers.PReLU()(Dense(16)(x))
x = keras.layers.Add()([x, y])
model = keras.Model(inputs, Dense(2, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
history = model.fit(data, labels, epochs=40, batch_size=64, verbose=0)
