# topic: overfitting
# says: val_loss was best in epoch
coin = rng.integers(2, size=64)
model = Sequential([Input((3,)), Dense(64, "relu"), Dense(64, "relu"), Dense(2, "softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.05))
model.fit(data, coin, validation_split=0.5, epochs=12, verbose=0)  # <-

# near miss: as large a network, and a rule to learn
model = Sequential([Input((3,)), Dense(64, "relu"), Dense(64, "relu"), Dense(2, "softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.05), metrics=["accuracy"])
model.fit(data, labels, validation_split=0.5, epochs=12, verbose=0)
