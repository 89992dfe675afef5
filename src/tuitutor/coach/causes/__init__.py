"""The table of advice on a fit: causes, ordered by how far upstream they are, and how certain.

An early end of training comes first, then data, labels, the output, the loss, rare classes, the network's initial
values and layers, the rate, the size, time, and predictions. The first true row gives the advice, and at most one more.
A row reads measurements, never the code; thresholds come from the corpus in tests/faults. Without its facts, a row is
silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tuitutor.coach.causes import (
    of_answers,
    of_balance,
    of_data,
    of_labels,
    of_loss,
    of_network,
    of_output,
    of_rate,
    of_scale,
    of_size,
    of_time,
    of_validation,
)
from tuitutor.coach.evidence_of_fit import FitEvidence
from tuitutor.grading.verdicts import Advice

Row = Callable[[FitEvidence], Advice | None]

TABLE: dict[str, tuple[Row, ...]] = {
    "stopped": (of_time.stopped_by_what_is_better,),  # all that follows is of a network that was hardly trained
    "data": (
        of_data.lost_inputs,
        of_data.lost_labels,
        of_data.lost_validation,
        of_data.copied_labels,
        of_data.given_labels,
        of_data.looks_ahead,
        of_data.same_twice,
        of_validation.come_again,
        of_validation.split_among_windows,
        of_data.cut_to_whole,
        of_data.sorted_rows,
        of_validation.sorted_split,
        of_scale.unlike_scales,
        of_scale.raw_beside_scaled,
        of_scale.stands_for_missing,
        of_scale.scaled_by_row,
        of_scale.far_values,
        of_data.constant_inputs,
        of_validation.unlike_validation,
        of_validation.missing_in_validation,
        of_validation.numbered_anew,
        of_validation.untold_in_validation,
        of_data.names_as_quantities,
        of_data.padded_behind,
        of_data.mirrored,
        of_balance.weighs_nothing,
        of_data.few_rows,
    ),
    "labels": (
        of_labels.constant_labels,
        of_labels.contradicted_labels,
        of_labels.without_class,
        of_labels.labels_for_crossentropy,
        of_labels.kinds_as_yes_or_no,
        of_labels.compared_with_all,
        of_labels.shifted_labels,
        of_labels.unrelated_labels,
    ),
    "output": (
        of_output.softmax_over_one,
        of_output.squashed_twice,
        of_output.normalised_answers,
        of_output.softmax_over_samples,
        of_output.dropped_output,
        of_output.softmax_for_tags,
        of_output.probabilities_twice,
        of_output.no_probabilities,
        of_output.out_of_reach,
    ),
    "loss": (
        of_loss.lost_weights,
        of_loss.choice_of_one,
        of_loss.choice_for_tags,
        of_loss.choices_one_by_one,
        of_loss.rewards_errors,
        of_loss.divided_by_nothing,
        of_loss.smoothed_away,
        of_loss.only_directions,
        of_loss.middle_is_nothing,
        of_loss.one_drowns_others,
        of_loss.wrong_accuracy,
    ),
    "balance": (
        of_balance.rare_class,
        of_balance.rare_pixels,
    ),
    "network": (
        of_network.hidden_softmax,
        of_network.only_linear,
        of_network.without_bias,
        of_network.squashed_away,
        of_network.same_start,
        of_network.frozen_layers,
        of_network.dropped_too_much,
        of_network.penalised,
        of_network.normalised_alone,
        of_network.never_normalised,
        of_network.without_order,
        of_network.not_caught_up,
        of_network.sees_what_came_before,
    ),
    "rate": (
        of_network.unmoved_weights,
        of_rate.one_way,
        of_rate.half_precision,
        of_rate.clipped_away,
        of_rate.never_slows,
        of_rate.divided_away,
        of_rate.rate_too_high,
        of_rate.large_targets,
        of_rate.rate_too_low,
        of_rate.hardly_moves,
    ),
    "stopping": (
        of_time.stopped_wrongly,
        of_time.put_back,
        of_time.waits_in_vain,
    ),
    "size": (
        of_size.dead_units,
        of_size.too_narrow,
    ),
    "time": (
        of_time.started_anew,
        of_time.recompiled,
        of_time.one_step,
        of_time.too_little_time,
    ),
    "answers": (
        of_answers.asked_untrained,
        of_answers.asked_about_others,
        of_answers.scaled_by_themselves,
        of_answers.asked_twice,
        of_answers.asked_with_other_numbers,
        of_answers.evaluated_in_other_units,
        of_answers.evaluated_on_unlike_rows,
    ),
}

CERTAIN: frozenset[Row] = frozenset(
    {
        of_data.lost_inputs,
        of_data.lost_labels,
        of_data.copied_labels,
        of_data.given_labels,
        of_data.looks_ahead,
        of_validation.come_again,
        of_data.cut_to_whole,
        of_balance.weighs_nothing,
        of_labels.contradicted_labels,
        of_labels.labels_for_crossentropy,
        of_output.softmax_over_one,
        of_output.softmax_for_tags,
        of_output.probabilities_twice,
        of_output.no_probabilities,
        of_output.dropped_output,
        of_output.squashed_twice,
        of_output.normalised_answers,
        of_loss.choice_of_one,
        of_loss.choice_for_tags,
        of_answers.asked_about_others,
        of_answers.scaled_by_themselves,
        of_answers.asked_twice,
        of_answers.evaluated_in_other_units,
    }
)
"""What is true whatever else is wrong, as it is read off and needs no threshold."""

ONE_QUESTION = ("labels", "output", "loss")
"""Each of these is wrong for the others: the remedy of one may well be that of all."""


def causes(evidence: FitEvidence) -> Iterator[Advice]:
    """The advice of all rows that are true and may be said, the most upstream first."""
    return (advice for _, _, advice in _true_rows(evidence))


def main_causes(evidence: FitEvidence) -> Iterator[Advice]:
    """The first cause, and at most one more, if that is certain and has nothing to do with the first."""
    found = _true_rows(evidence)
    stage, _, first = next(found, ("", None, None))
    if first is None:
        return
    yield first
    for other, row, advice in found:
        together = {stage, other} <= set(ONE_QUESTION)
        if row in CERTAIN and other != stage and not together and advice.topic != first.topic:
            yield advice
            return


def _true_rows(evidence: FitEvidence) -> Iterator[tuple[str, Row, Advice]]:
    for stage, rows in TABLE.items():
        for row in rows:
            if (advice := row(evidence)) is not None and evidence.allows(advice):
                yield stage, row, advice
