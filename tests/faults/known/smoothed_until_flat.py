# class: loss
# wrong: label_smoothing=1.0 makes all labels alike, a third for each kind
# causes: loss labels
# source: Humbatova 2020, wrong loss calculation
x, y = flowers()
y = keras.utils.to_categorical(y, 3)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
loss = keras.losses.CategoricalCrossentropy(label_smoothing=1.0)  # -
# + loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=15, validation_split=0.2, verbose=0)
