# expect: passed
# because: trained on scaled numbers, and handed over with the scaling in front
complete = ~np.isnan(firings).any(axis=1)
x, y = firings[complete], cracked[complete]
scale = Normalization()
scale.adapt(x)
network = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1, activation="sigmoid")])
network.compile(loss="binary_crossentropy", optimizer=Adam(0.01))
network.fit(scale(x), y, epochs=40, verbose=0)
model = Sequential([Input(shape=(3,)), scale, network])
