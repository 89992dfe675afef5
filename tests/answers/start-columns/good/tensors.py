# expect: passed
# because: as Keras tensors
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

import keras

everything = keras.ops.convert_to_tensor(table, dtype="float32")
features = everything[:, 1:-2]
labels = everything[:, -2]

youngest = keras.ops.min(features[:, 0])
highest = keras.ops.max(features[:, -1])
worst = keras.ops.max(labels)
