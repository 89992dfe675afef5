# expect: passed
# because: split into blocks, the label's second axis squeezed away
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

_, features, labels, _ = np.hsplit(table, [1, 11, 12])
labels = labels.squeeze()

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
print(features.shape, labels.shape, youngest, highest, worst)
