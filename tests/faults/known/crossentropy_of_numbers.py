# class: loss
# wrong: binary_crossentropy for a regression
# causes: loss
# source: DeepFD, wrong loss function
x, y = houses()
x, y = scaled(x), scaled(y)
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="binary_crossentropy")  # -
# + model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
