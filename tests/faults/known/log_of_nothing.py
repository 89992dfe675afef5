# class: loop
# wrong: a crossentropy of one's own takes the logarithm of shares that are 0, on inputs up to 5000
# causes: nan loss loop scale
# source: DeepLocalize, NaN
rng = np.random.default_rng(35)
y = rng.integers(0, 3, 300)
x = (rng.normal(0, 300, (300, 4)) + np.eye(3)[y] @ rng.uniform(1000, 5000, (3, 4))).astype("float32")
# + x = scaled(x)
t = keras.utils.to_categorical(y, 3)
model = keras.Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
optimizer = keras.optimizers.Adam(0.003)
for epoch in range(20):
    for i in range(0, 300, 30):
        xb, tb = x[i : i + 30], t[i : i + 30]
        with tf.GradientTape() as tape:
            shares = model(xb, training=True)
            loss = -tf.reduce_mean(tf.reduce_sum(tb * tf.math.log(shares), axis=1))  # -
            # + loss = tf.reduce_mean(keras.losses.categorical_crossentropy(tb, shares))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
