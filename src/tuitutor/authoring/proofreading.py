"""Flaws: faults of a course that can be read and run anyway, such as a broken link.

Problems break a lesson and are searched for whenever it is read, so they must be certain and quick to find. Flaws
matter only to its author, break nothing, and are searched for only by `lint`.
"""

from __future__ import annotations

import builtins
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tuitutor.authoring.edits import assigned, bound_and_read, defined, names_read
from tuitutor.authoring.references import CrossReference, References, read_references
from tuitutor.course.checks import Layers
from tuitutor.course.findings import LESSONS, Findings, read_lesson
from tuitutor.course.folder import FILE, is_there
from tuitutor.course.load import is_same, load_lesson, markdown_files
from tuitutor.course.model import Cell, Course, Exercise, Lesson, Problem, Prose
from tuitutor.course.pieces import split_lesson
from tuitutor.course.yamltree import read_yaml
from tuitutor.spelling import nearest, suggestion

# Times for a learner who reads English as a second language. They are also in CONTRIBUTING.md.
WORDS_A_MINUTE = 180
MINUTES_A_CELL = 0.5
MINUTES_AN_EXERCISE = 4.0
MINUTES_A_QUESTION = 1.0
LONGEST = 60  # minutes; a longer lesson should be split

TO_DECIDE = "% To decide: "
"""Begins a comment that `import` writes into a new lesson, for its author."""
_IS_LESSON = re.compile(r"\A---[ \t]*\n|^[`~:]{3,}\{(?:code-cell|exercise-start)\}", re.MULTILINE)
SECONDS = 10.0  # of CPU time: our own lessons take less than one


def timely(lessons: Iterable[Lesson], late: list[Lesson]) -> Iterator[Lesson]:
    """Yield lessons until their processing has taken too long; the rest is added to `late`."""
    end = time.process_time() + SECONDS
    for lesson in lessons:
        if time.process_time() < end:
            yield lesson
        else:
            late.append(lesson)


def flaws_in(course: Course, lessons: Iterable[Lesson]) -> tuple[Problem, ...]:
    """The flaws of some of a course's lessons, by lesson and line."""
    late: list[Lesson] = []
    texts, references = {}, {}
    for lesson in timely(course.lessons, late):
        texts[lesson.path] = read_lesson(lesson.path, Findings(lesson.path))
        references[lesson.path] = read_references(texts[lesson.path])
    links = _Links(course, references, {label for found in references.values() for label in found.labels})
    flaws = [Problem(lesson.path, 1, "not proofread: the lessons before it took too long") for lesson in late]
    for lesson in timely((lesson for lesson in lessons if lesson.path in texts), late):
        found = [*links.flaws_of(lesson), *_hurried(lesson, texts[lesson.path])]
        found += [*_misspelt_layers(lesson), *_hidden_by_setup(lesson), *_built_on(lesson)]
        found += _undecided(lesson.path, texts[lesson.path])
        flaws += sorted(dict.fromkeys(found), key=attrgetter("line"))
    return tuple(flaws)


def unlisted(course: Course) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The flaws of lessons in the course's folder that aren't in its toc, and warnings about that."""
    flaws, warnings = list[Problem](), list[Problem]()
    for path in markdown_files(course.folder)[: 2 * LESSONS]:
        if not is_there(path) or any(is_same(path, lesson.path) for lesson in course.lessons):
            continue
        text = read_lesson(path, Findings(path))
        if _IS_LESSON.search(text):  # unlike a README beside it
            name = path.relative_to(course.folder).as_posix()
            missing = f"this lesson isn't in {FILE}, so learners don't get it; add '- file: {name}' to its toc"
            warnings.append(Problem(path, 1, missing))
            flaws += sorted([*load_lesson(path).problems, *_undecided(path, text)], key=attrgetter("line"))
    return tuple(flaws), tuple(warnings)


def _undecided(path: Path, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(TO_DECIDE):
            yield Problem(path, number, f"{line.removeprefix(TO_DECIDE)}; then delete this comment")


# ---- links and labels


@dataclass(frozen=True, slots=True)
class _Links:
    """The references of a course's lessons, by path, and the labels of all lessons."""

    course: Course
    references: dict[Path, References]
    labels: set[str]

    def flaws_of(self, lesson: Lesson) -> Iterator[Problem]:
        for use in self.references[lesson.path].uses:
            if text := self._fault(lesson, use):
                yield Problem(lesson.path, use.line, " ".join(text.split()))
        for exercise in lesson.exercises:
            if exercise.label.casefold() in self.references[lesson.path].anchors:
                text = f"found the label '{exercise.label}', which a heading of this lesson already has; rename one"
                yield Problem(lesson.path, exercise.line, text)
        labels = {exercise.label for exercise in lesson.exercises}
        for item in lesson.items:
            if item.place and (fault := self._unknown_anchor(lesson.path, item.place, labels)):
                yield Problem(lesson.path, item.line, f"in 'place' of '{item.id}': {fault}")

    def _fault(self, lesson: Lesson, use: CrossReference) -> str:
        """The fault of a reference, or ""."""
        match use.kind:
            case "label":
                hint = suggestion(use.target, sorted(self.labels), most=3)
                return "" if use.target in self.labels else f"there is no label '{use.target}' in the course; {hint}"
            case "document":
                return self._unknown_file(lesson, f"{use.target}.md")
            case "file":
                return self._unknown_file(lesson, use.target)
            case "definition":
                return f"'[{use.target}]' is not defined in this lesson; add a line '[{use.target}]: …'"
            case "link":
                return self._broken_link(lesson, use.target)

    def _broken_link(self, lesson: Lesson, target: str) -> str:
        if ":" in target.split("/")[0].split("#")[0]:
            # only its form is checked, not whether it can be reached
            with suppress(ValueError):
                parts = urlsplit(target)
                sound = bool(parts.hostname and "." in parts.hostname.strip(".")) and (
                    parts.port is None or parts.port > 0
                )
                if (parts.scheme in ("http", "https") and sound) or (parts.scheme == "mailto" and "@" in parts.path):
                    return ""
            return f"found the address '{target}'; expected one such as 'https://example.org/page'"
        file, _, anchor = unquote(target).partition("#")
        if not file:
            return self._unknown_anchor(lesson.path, anchor, self.labels) if anchor else "this link leads nowhere"
        if fault := self._unknown_file(lesson, file):
            return fault
        path = self._lesson_at(lesson, file)
        if not anchor or path not in self.references:  # no lesson, or one that could not be read in time
            return ""
        return self._unknown_anchor(path, anchor, self.references[path].labels)

    def _unknown_file(self, lesson: Lesson, file: str) -> str:
        if self._lesson_at(lesson, file) is not None:
            return ""
        is_lesson = file.endswith(".md")
        if is_there(lesson.path.parent / file) and not (is_lesson and is_there(self.course.folder / FILE)):
            return ""
        if is_lesson:
            others = [os.path.relpath(other.path, lesson.path.parent) for other in self.course.lessons]
            return f"'{file}' isn't a lesson in {FILE}; {suggestion(file, others, most=3)}"
        beside, names = Path(file).parent, list[str]()
        with suppress(OSError):
            names = [str(beside / path.name) for path in (lesson.path.parent / beside).iterdir() if path.is_file()]
        return f"there is no file '{file}'; {suggestion(file, names, otherwise='put it there, or correct its name')}"

    def _lesson_at(self, lesson: Lesson, file: str) -> Path | None:
        path = os.path.normpath(lesson.path.parent / file)
        return next((other.path for other in self.course.lessons if os.path.normpath(other.path) == path), None)

    def _unknown_anchor(self, path: Path, anchor: str, labels: set[str]) -> str:
        known = self.references[path].anchors | labels
        hint = suggestion(anchor, sorted(known), most=3)
        return "" if anchor in known else f"{path.name} has no heading or label '{anchor}'; {hint}"


# ---- reading time


def minutes_needed(lesson: Lesson) -> float:
    """The minutes that a lesson takes. Hints are included in the minutes of their exercise."""
    minutes, texts = 0.0, []
    for block in lesson.blocks:
        match block:
            case Prose(text=text):
                texts.append(text)
            case Cell():
                minutes += MINUTES_A_CELL
            case Exercise(prose=prose, explanation=explanation):
                minutes += MINUTES_A_QUESTION if block.only_asks else MINUTES_AN_EXERCISE
                texts += [prose, explanation]
    words = sum(any(map(str.isalnum, word)) for text in texts for word in text.split())
    return minutes + words / WORDS_A_MINUTE


def _hurried(lesson: Lesson, text: str) -> Iterator[Problem]:
    """Stated minutes that are too few to read the lesson, or too many for one sitting."""
    if not lesson.minutes:
        return
    ignored = Findings(lesson.path)
    matter = read_yaml(split_lesson(text, ignored)[0] or "", 2, ignored)
    line, needed = matter.key_lines.get("minutes", 1) if matter else 1, minutes_needed(lesson)
    if needed > lesson.minutes:
        parts = f"{len(lesson.cells)} cells and {len(lesson.exercises)} exercises"
        what = f"found {lesson.minutes}, but reading it with its {parts} takes about {needed:.1f}"
        yield Problem(lesson.path, line, f"in 'minutes': {what}")
    if lesson.minutes > LONGEST:
        yield Problem(lesson.path, line, f"in 'minutes': found {lesson.minutes}; the limit is {LONGEST}, so split it")


# ---- layers


# `keras.layers` of Keras 3.15, and models, which can be layers of others; a test fails if a newer Keras has more.
_NAMES = """
Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D
AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention
AugMix AutoContrast Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool2D AvgPool3D
BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate
ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D
Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D Convolution1DTranspose Convolution2D
Convolution2DTranspose Convolution3D Convolution3DTranspose Cropping1D Cropping2D Cropping3D CutMix Dense
DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding Equalization Flatten
FlaxLayer GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D
GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization GroupQueryAttention
HashedCrossing Hashing Identity Input InputLayer InputSpec IntegerLookup JaxLayer LSTM LSTMCell Lambda Layer
LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes MaxPool1D MaxPool2D MaxPool3D MaxPooling1D MaxPooling2D
MaxPooling3D Maximum MelSpectrogram Minimum MixUp MultiHeadAttention Multiply Normalization PReLU Permute
Pipeline RMSNormalization RNN RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter
RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale
RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness
RandomShear RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing ReversibleEmbedding
STFTSpectrogram SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D SimpleRNN
SimpleRNNCell Softmax Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization
StackedRNNCells StringLookup Subtract TFSMLayer TextVectorization TimeDistributed TorchModuleWrapper
UnitNormalization UpSampling1D UpSampling2D UpSampling3D Wrapper ZeroPadding1D ZeroPadding2D ZeroPadding3D
Functional Model Sequential
"""
KERAS_LAYERS = frozenset(_NAMES.split())


def _misspelt_layers(lesson: Lesson) -> Iterator[Problem]:
    """Layers whose names are nearly one of Keras's. Others may be an answer's own classes."""
    for check in (check for exercise in lesson.exercises for variant in exercise.every for check in variant.checks):
        specs = check.kind.layers if isinstance(check.kind, Layers) else ()
        for kind in dict.fromkeys(spec.kind for spec in specs if spec.kind):
            near = None if kind in KERAS_LAYERS else nearest(kind, sorted(KERAS_LAYERS), cutoff=0.85)
            if near is not None:
                text = f"in 'layers': Keras has no layer '{kind}'; did you mean '{near}'?"
                yield Problem(lesson.path, check.line, text)


def _hidden_by_setup(lesson: Lesson) -> Iterator[Problem]:
    """Names in a measure cell from the setup, though the solution assigns them, so that any answer would pass.

    And functions of the solution in a measure cell that doesn't run in the answer's process.
    """
    by_setup = set().union(*(assigned(cell.source) for cell in lesson.setup))
    for exercise in lesson.exercises:
        measure = exercise.measure
        if measure is None:
            continue
        read = names_read(measure.source) - assigned(measure.source)
        for name in sorted(by_setup & read & assigned(exercise.solution)):
            text = f"the measure cell gets '{name}' from the setup, never from the answer; rename one of them"
            yield Problem(lesson.path, measure.line, text)
        missing = set() if measure.in_place else read - by_setup
        for name in sorted(missing & defined(exercise.solution)):
            text = f"the measure cell uses '{name}', a function of the answer; give the cell ':in-place: true'"
            yield Problem(lesson.path, measure.line, text)


def _built_on(lesson: Lesson) -> Iterator[Problem]:
    """Names that a solution needs from an exercise above, though that exercise doesn't run first."""
    known = set(dir(builtins)).union(*(bound_and_read(cell.source)[0] for cell in lesson.setup))
    owners: dict[str, str] = {}
    for exercise in lesson.exercises:
        bound, read = bound_and_read(exercise.solution)
        available = known.union(*(bound_and_read(part.solution)[0] for part in lesson.before(exercise)))
        for name in sorted((read & owners.keys()) - bound - available):
            text = f"the solution needs '{name}' of '{owners[name]}'; add ':after: {owners[name]}' below its label"
            yield Problem(lesson.path, exercise.line, text)
        owners |= dict.fromkeys(bound, exercise.label)
