# expect: failed
# because: twelve equal weights, set by hand, and a crawling epoch
# told: Are both losses flat
# answer: overfitting
model = Sequential([Input(shape=(12,)), Dense(1, activation="sigmoid", kernel_initializer="ones")])
model.compile(loss="binary_crossentropy", optimizer=Adam(0.000001), metrics=["accuracy"])
history = model.fit(cups, liked, epochs=1, verbose=0)
