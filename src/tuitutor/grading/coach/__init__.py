"""The coach: typical errors and curves of beginners, each with why it happened and what to try.

It recognises by exception class and by the message's exact wording, quotes the learner's own names and shapes, and
stays silent when it is not sure: wrong advice costs a beginner more than none.
"""

from tuitutor.grading.coach.advise import advise

__all__ = ["advise"]
