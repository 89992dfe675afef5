# class: prediction
# wrong: the network gives age first and then height, and they are unpacked the other way round
# causes: prediction
# source: StackOverflow, order of several outputs
rng = np.random.default_rng(26)
scan = rng.normal(size=(500, 8)).astype("float32")
age = (scan @ rng.normal(size=8) * 0.3).astype("float32")
height = (scan @ rng.normal(size=8) * 0.3).astype("float32")
trunk_in = Input((8,))
trunk = layers.Dense(32, activation="relu")(trunk_in)
both = Model(trunk_in, [layers.Dense(1, name="age")(trunk), layers.Dense(1, name="height")(trunk)])
both.compile("adam", loss=["mse", "mse"])
both.fit(scan[:400], [age[:400], height[:400]], epochs=40, verbose=0)
height_found, age_found = both.predict(scan[400:], verbose=0)  # -
# + age_found, height_found = both.predict(scan[400:], verbose=0)
score = float(np.abs(age_found[:, 0] - age[400:]).mean() + np.abs(height_found[:, 0] - height[400:]).mean())
