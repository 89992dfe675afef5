# expect: passed
# because: a class of its own for attention, with one weight matrix for all three, and normalised before each part
import keras
from keras import ops
from keras.layers import Dense, LayerNormalization


class Look(keras.layers.Layer):
    def __init__(self, heads=4, **options):
        super().__init__(**options)
        self.heads = heads
        self.three, self.out = Dense(96, use_bias=False), Dense(32)

    def build(self, shape):
        self.three.build(shape)
        self.out.build(shape)

    def call(self, x):
        split = ops.reshape(self.three(x), (-1, 15, 3, self.heads, 32 // self.heads))
        query, key, value = (split[:, :, i] for i in range(3))
        scores = ops.einsum("bqhd,bkhd->bhqk", query, key) / (32 / self.heads) ** 0.5
        scores = scores - 1e9 * np.triu(np.ones((15, 15), "float32"), 1)
        seen = ops.einsum("bhqk,bkhd->bqhd", ops.softmax(scores), value)
        return self.out(ops.reshape(seen, (-1, 15, 32)))


tokens = Input((15,))
x = placed(tokens)
for _ in range(2):
    x = x + Look()(LayerNormalization()(x))
    x = x + Dense(32)(Dense(64, activation="gelu")(LayerNormalization()(x)))
model = Model(tokens, Dense(22, activation="softmax")(LayerNormalization()(x)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=7, batch_size=64, verbose=0)
