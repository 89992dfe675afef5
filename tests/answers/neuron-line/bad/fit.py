# expect: failed
# because: training finds it, too, but that is for later
# told: Do it yourself this time
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy")
model.fit(points, labels, epochs=60, verbose=0)
