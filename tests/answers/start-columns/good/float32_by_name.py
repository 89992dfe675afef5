# expect: passed
# because: columns picked by their names, in float32, and labels as integers
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

names = ["number", *study.feature_names, "progression", "stage"]
unknown_on_the_first_day = {"number", "progression", "stage"}
features = table[:, [name not in unknown_on_the_first_day for name in names]].astype("float32")
labels = table[:, names.index("progression")].astype(int)
print(features.shape, labels.shape)
