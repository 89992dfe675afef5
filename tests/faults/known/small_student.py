# class: loss
# wrong: Kullback-Leibler divergence is taken of raw logits of teacher and student, which are no probabilities
# causes: loss activation
# source: GitHub/StackOverflow questions on knowledge distillation in Keras
keras.utils.set_random_seed(20)
rng = np.random.default_rng(20)
centres = rng.normal(0, 1.2, (6, 10))
label = rng.integers(0, 6, 1600)
x = (centres[label] + rng.normal(0, 0.8, (1600, 10))).astype("float32")
teacher = Sequential([Input((10,)), layers.Dense(64, activation="relu"), layers.Dense(6)])
teacher.compile(optimizer=keras.optimizers.Adam(5e-3), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
teacher.fit(x[:800], label[:800], epochs=12, batch_size=32, verbose=0)
teacher_logits = teacher.predict(x[:1300], verbose=0)


def distil(t, s):
    return keras.losses.kl_divergence(t, s)  # -
    # + return keras.losses.kl_divergence(ops.softmax(t / 2), ops.softmax(s / 2))


student = Sequential([Input((10,)), layers.Dense(12, activation="relu"), layers.Dense(6)])
student.compile(optimizer=keras.optimizers.Adam(5e-3), loss=distil)
history = student.fit(x[:1300], teacher_logits, epochs=20, batch_size=32, verbose=0)
