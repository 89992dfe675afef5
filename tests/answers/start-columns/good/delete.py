# expect: passed
# because: everything deleted that is no feature
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = np.delete(table, [0, 11, 12], axis=1)
labels = table.T[11]

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
print(features.shape, labels.shape, youngest, highest, worst)
