# expect: failed
# because: the progression itself as the last feature
# told: The progression is among the features
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, 2:12]
labels = table[:, 11]

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
print(features.shape, labels.shape, youngest, highest, worst)
