# answer: `rounding has no useful gradient`
