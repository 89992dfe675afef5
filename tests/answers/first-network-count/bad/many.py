# answer: many
