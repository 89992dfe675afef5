# expect: passed
# because: mean and spread of each picture by keras.ops, after Flatten, in small batches
from keras import ops

photo = Input(shape=(8, 8, 1))
pixels = Flatten()(photo)
centred = pixels - ops.mean(pixels, axis=1, keepdims=True)
scaled = centred / ops.std(pixels, axis=1, keepdims=True)
model = keras.Model(photo, Dense(10, activation="softmax")(scaled))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.003))
model.fit(photos, labels, epochs=20, batch_size=16, verbose=0)
