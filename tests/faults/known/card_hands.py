# class: time
# wrong: steps_per_epoch divides the number of batches (not of rows) by the batch size, so that an epoch is one single batch
# causes: stopping batch underfitting
# source: StackOverflow questions on steps_per_epoch with repeated tf.data pipelines
keras.utils.set_random_seed(29)
rng = np.random.default_rng(29)
n = 1600
hands = np.stack([rng.choice(52, 3, replace=False) for _ in range(n)])
ranks, suits = hands % 13, hands // 13
pair = (ranks[:, 0] == ranks[:, 1]) | (ranks[:, 1] == ranks[:, 2]) | (ranks[:, 0] == ranks[:, 2])
for i in range(0, n, 3):
    suits[i] = suits[i, 0]
flush = (suits == suits[:, :1]).all(1)
kind = np.where(flush, 2, np.where(pair, 1, 0))
x = np.concatenate([np.eye(13)[ranks].sum(1), np.eye(4)[suits].sum(1)], 1).astype("float32")
batch = 32
train = tf.data.Dataset.from_tensor_slices((x[:1300], kind[:1300])).shuffle(1300, seed=3).batch(batch)
steps = len(train) // batch  # -
# + steps = len(train)
model = Sequential([Input((17,)), layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(train.repeat(), steps_per_epoch=steps, epochs=20, verbose=0)
