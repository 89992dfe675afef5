# class: loss
# wrong: 1 means the same kind in the labels, and another kind in the contrastive loss
# causes: loss labels
# source: Humbatova 2020, wrong loss calculation
x, kind = flowers(900)
a, b = x[:400], x[400:800]
same = (kind[:400] == kind[400:800]).astype("float32")
a_new, b_new, same_new = x[800:850], x[850:], kind[800:850] == kind[850:]

tower = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(4)])
left, right = Input((4,)), Input((4,))
gap = layers.Subtract()([tower(left), tower(right)])
distance = layers.Lambda(lambda d: ops.sqrt(ops.sum(d * d, axis=1, keepdims=True) + 1e-6))(gap)
model = Model([left, right], distance)


def contrastive(y, d):
    near, far = ops.square(d), ops.square(ops.maximum(1.0 - d, 0.0))
    return ops.mean((1 - y) * near + y * far)  # -
    # + return ops.mean(y * near + (1 - y) * far)


model.compile(keras.optimizers.Adam(0.005), contrastive)
model.fit([a, b], same, epochs=60, batch_size=32, verbose=0)
