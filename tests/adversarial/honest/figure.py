# expect: passed
# tiers: all
import keras
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, validation_split=0.1, verbose=0)
figure, axes = plt.subplots()
for name, values in history.history.items():
    axes.plot(values, label=name)
axes.set_title("Loss and accuracy")
axes.legend()
figure.savefig("history.png")
plt.show()
