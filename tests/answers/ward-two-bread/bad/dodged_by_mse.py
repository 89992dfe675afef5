# expect: failed
# because: the loss is dodged: the average day, which is too little on every second one
# told: asked for on average
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.01))
model.fit(days, asked, epochs=30, verbose=0)
