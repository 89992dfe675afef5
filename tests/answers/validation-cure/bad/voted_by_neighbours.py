# expect: failed
# because: the network is the starter's; the careless labels are exchanged for the vote of fifteen neighbours, and no accuracy is measured in training
# told: Leave the metric accuracy in compile
from sklearn.neighbors import KNeighborsClassifier

voters = KNeighborsClassifier(15).fit(x_train.reshape(len(x_train), -1), y_train)
voted = voters.predict(x_train.reshape(len(x_train), -1))

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(128, activation="relu"),
    Dense(128, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(0.003),
)
history = model.fit(
    x_train, voted, validation_data=(x_val, y_val),
    epochs=40, batch_size=32, verbose=0,
)
