# answer: 0.01 * g / |g| = 0.01
