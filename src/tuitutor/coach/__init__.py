"""The coach: typical errors, code and curves of beginners, each with why it happened and what to try.

It recognises an error by its class and its message's exact wording, a network by what stands plainly in the code. It
quotes the learner's own names and shapes, and stays silent when not sure: wrong advice costs a beginner more than none.

    advise       puts all that follows to an attempt
    rules, code  what a recogniser of errors is; the learner's code as far as it is read
    names        misspelt, too early, not imported, gone         grammar    what does not parse
    values       Python's lists, texts and numbers               arrays     numpy's shapes and indices
    arguments    what Keras is given                             state      not built, compiled, joined up, on disk
    shapes       layers and data that do not fit                 labels     losses, metrics, labels, histories
    design       what raises nothing and is plain in the code    validation forgotten, or on training data
    curves       what a fit's curves tell                        vocabulary Keras's words
"""

from tuitutor.coach.advise import advise

__all__ = ["advise"]
