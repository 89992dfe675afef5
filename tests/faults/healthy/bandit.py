# why: policy gradient: the loss is below 0, noisy, and says little; what rises is the reward, to nearly the best there is
rng = np.random.default_rng(110)
worth = rng.normal(0, 1, (4, 5)).astype("float32")
policy = Sequential([Input((4,)), layers.Dense(5, use_bias=False, kernel_initializer="zeros")])
learn = keras.optimizers.Adam(0.03)
usual, rewards, losses = 0.0, [], []


@tf.function(autograph=False)
def step(state, action, gain):
    with tf.GradientTape() as tape:
        chance = tf.nn.log_softmax(policy(state))
        loss = -tf.reduce_mean(gain * tf.gather(chance, action, batch_dims=1))
    learn.apply_gradients(zip(tape.gradient(loss, policy.trainable_variables), policy.trainable_variables))
    return loss


for _ in range(500):
    state = rng.normal(0, 1, (64, 4)).astype("float32")
    odds = np.exp(np.array(policy(state)))
    odds /= odds.sum(1, keepdims=True)
    action = (odds.cumsum(1) > rng.random((64, 1))).argmax(1)
    reward = (state @ worth)[np.arange(64), action] + rng.normal(0, 0.5, 64)
    losses.append(float(step(state, action, (reward - usual).astype("float32"))))
    usual += 0.05 * (reward.mean() - usual)
    rewards.append(reward.mean())
