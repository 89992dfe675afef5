# expect: passed
# because: begins with BatchNormalization, and show_weights finds the convolution after it
from keras.layers import BatchNormalization, GlobalMaxPooling2D

model = Sequential([
    Input(shape=(24, 24, 1)),
    BatchNormalization(),
    Conv2D(24, 5, activation="relu"),
    GlobalMaxPooling2D(),
    Dense(10, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(0.01),
    metrics=["accuracy"],
)
history = model.fit(moved, labels, epochs=20, batch_size=32, verbose=0)
show_mistakes(model, new_moved, new_labels)
show_weights(model)
