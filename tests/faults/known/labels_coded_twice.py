# class: labels
# wrong: the labels of the validation part are numbered anew, where one name doesn't occur
# causes: labels validation
# source: Humbatova 2020, wrong labels
x, y = flowers(450, seed=51)
name = np.array(["setosa", "versicolor", "virginica"])[y]
train, val = np.arange(300), np.arange(300, 450)
val = val[name[val] != "setosa"]
names, train_y = np.unique(name[train], return_inverse=True)
val_y = np.unique(name[val], return_inverse=True)[1]  # -
# + val_y = np.searchsorted(names, name[val])
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[train], train_y, validation_data=(x[val], val_y), epochs=25, verbose=0)
