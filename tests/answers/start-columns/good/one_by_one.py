# expect: passed
# because: columns picked one at a time
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = np.stack([table[:, column] for column in range(1, 11)], axis=1)
labels = np.array([row[-2] for row in table])

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
print(features.shape, labels.shape, youngest, highest, worst)
