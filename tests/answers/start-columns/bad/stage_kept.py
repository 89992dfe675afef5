# expect: failed
# because: the stage is the label in other words
# told: written down a year later
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]]
labels = table[:, 11]

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
print(features.shape, labels.shape, youngest, highest, worst)
