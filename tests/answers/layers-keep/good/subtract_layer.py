# expect: passed
# because: pooling makes the mean, and a layer subtracts it
from keras.layers import AveragePooling2D, Subtract, UpSampling2D

photo = Input(shape=(8, 8, 1))
mean = UpSampling2D(8)(AveragePooling2D(8)(photo))
x = Flatten()(Subtract()([photo, mean]))
model = keras.Model(photo, Dense(10, activation="softmax")(Dense(48, activation="tanh")(x)))
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(photos, labels, epochs=20, batch_size=32, verbose=0)
