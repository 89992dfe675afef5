# expect: failed
# because: a slice keeps the second axis
# told: one axis is enough
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, 1:11]
labels = table[:, 11:12]

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
print(features.shape, labels.shape, youngest, highest, worst)
