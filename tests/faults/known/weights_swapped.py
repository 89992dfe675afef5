# class: data
# wrong: the class weights make the frequent class count more
# causes: imbalance
# source: Humbatova 2020, wrong class weights
x, y = points(800)
keep = (y == 0) | (np.arange(800) % 6 == 0)
x, y = x[keep], y[keep]
share = float(y.mean())
model = Sequential([Input((2,)), layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, class_weight={0: 1 / share, 1: 1 / (1 - share)}, verbose=0)  # -
# + model.fit(x, y, epochs=60, class_weight={0: 1 / (1 - share), 1: 1 / share}, verbose=0)
