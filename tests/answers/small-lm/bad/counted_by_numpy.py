# expect: failed
# because: which words stand where, and which number belongs to a name, are counted by NumPy and looked up; a network is trained beside it, and counts nothing
# told: mixed up
import keras
from keras import ops
from keras.layers import Dense

each_place = np.stack([np.bincount(orders[:, place], minlength=22) for place in range(1, 16)]) / len(orders)

counted = {}  # by where in a wish the name is, and where the number
for name in (1, 2, 3, 4):
    for number in (1, 2, 3, 4):
        first = orders[:, name] == orders[:, 12]
        wanted = np.where(first, orders[:, number], orders[:, number + 5])
        table = np.zeros((22, 22))
        np.add.at(table, (wanted, orders[:, 13]), 1)
        counted[name, number] = table
name, number = max(counted, key=lambda places: counted[places].max(axis=1).sum())
table = counted[name, number] / np.maximum(counted[name, number].sum(axis=1, keepdims=True), 1)

tokens = Input((15,), dtype="int32")
beside = Dense(22)(placed(tokens))
trained = Model(tokens, ops.softmax(beside))
trained.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
trained.fit(orders[:, :-1], orders[:, 1:], batch_size=64, verbose=0)

wanted = ops.where(ops.equal(tokens[:, 12], tokens[:, name]), tokens[:, number], tokens[:, number + 5])
given = ops.expand_dims(ops.matmul(ops.one_hot(wanted, 22), table.astype("float32")), 1)
grammar = 0 * beside + each_place.astype("float32")
chances = ops.concatenate([grammar[:, :12], given, grammar[:, 13:]], axis=1)
model = Model(tokens, ops.log(ops.maximum(chances, 1e-9)) + 1e-9 * beside)
