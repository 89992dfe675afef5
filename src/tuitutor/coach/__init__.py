"""The coach: beginners' typical errors, code and curves, each with why it happened and what to try.

It recognises an error by its class and the exact wording of its message. Where training went wrong, it names a cause:
from what was measured, by one table, and not from how the code was written. It quotes the learner's own names and
shapes, and stays silent if not sure: wrong advice is worse for a beginner than none.

    advise           applies all of the following to an attempt
    rules, code      what a recogniser of errors is; the learner's code as far as it is read
    names            misspelt, too early, not imported, gone         grammar    what does not parse
    values           Python's lists, strings and numbers             arrays     NumPy's shapes and indices
    arguments        what Keras is given                             state      not built, compiled, connected, on disk
    shapes           layers and data that do not fit                 labels     losses, metrics, labels, histories
    evidence_of_fit  what is known of a fit, and what follows        causes     the table: facts -> one cause
    curves           what a fit's curves show, if no cause is known  validation forgotten; the line that advice is about
    hand_written     loops of the learner's own                      afterwards what is done with a network's answers
    allowed          not what the exercise's checks forbid
    design           calls that do not do what they seem to          vocabulary Keras's words
    menu             changes of a fit that are worth a try
"""

from tuitutor.coach.advise import advise

__all__ = ["advise"]
