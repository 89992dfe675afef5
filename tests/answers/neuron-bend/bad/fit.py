# expect: failed
# because: trained instead of set
# told: Ask what both hidden units say
model = Sequential([Input(shape=(2,)), Dense(2, activation="relu"), Dense(1, activation="sigmoid")])
model.set_weights([
    np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, -0.5]),
    np.array([[-5.0], [-5.0]]), np.array([1.0]),
])
model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy")
model.fit(band, inside, epochs=40, verbose=0)
