# expect: failed
# because: gradients are clipped, and nan stays nan
# told: more than one kind
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer=Adam(0.001, clipnorm=1.0))
model.fit(rides, per_km, epochs=30, callbacks=[keras.callbacks.TerminateOnNaN()], verbose=0)
