# answer: batch.ndim == 5
