import keras

few, few_labels = data[:50], labels[:50]
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
unseen = data[50:550], labels[50:550]
history = model.fit(few, few_labels, epochs=150, batch_size=25, validation_data=unseen, verbose=0)
