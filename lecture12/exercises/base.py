"""What questions and exercises share: `Predict`, `show`, and checks that say what is off.

Every notebook has a module here with its questions (functions that return a `Predict`) and its checks
(`check_...`, which return a `Verdict`). The answers are computed from the package, so they cannot go stale.
"""

import inspect
from dataclasses import dataclass
from functools import wraps

import ipywidgets as widgets
import numpy as np


class Predict(widgets.VBox):
    """A question before the picture: choose, and be told; it never locks anything.

    question, options: what is asked and the answers to choose from
    right:   the right option
    because: why, with its number; shown with the verdict on every choice

    >>> q = Predict("1 + 1 = ?", ["1", "2"], "2", "one and one are two.")
    >>> q
    Predict('1 + 1 = ?' 1 | 2)
    >>> q.choose("1")
    'Not quite: 2, because one and one are two.'
    """

    def __init__(self, question, options, right, because):
        if right not in options:
            raise ValueError(f"right: got {right!r}, expected one of {', '.join(map(repr, options))}")
        self.question, self.right, self.because = question, right, because
        self.choices = widgets.RadioButtons(options=list(options), value=None, layout={"width": "auto"})
        self._verdict = widgets.HTML()
        super().__init__([widgets.HTML(f"<b>Predict.</b> {question}"), self.choices, self._verdict])
        self.add_class("l12-predict")
        self.choices.observe(self._answer, names="value")

    def _answer(self, change):
        if change["new"] is not None:
            right = change["new"] == self.right
            self.verdict = f"{'Right' if right else 'Not quite'}: {self.right}, because {self.because}"
            self._verdict.value = f"<b>{'✓' if right else '✗'}</b> {self.verdict}"

    def choose(self, option):
        """Choose an option as a click would; returns the verdict."""
        self.choices.value = option
        return self.verdict

    def __repr__(self):
        return f"Predict({self.question!r} {' | '.join(self.choices.options)})"

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self)}


class show:
    """The source of functions or classes of the package, as the notebook's text: never a copy.

    >>> from lecture12.regularizers import L2
    >>> "class L2" in repr(show(L2))
    True
    """

    def __init__(self, *objects, docstring=False):
        self.source = "\n\n".join(self._source(o, docstring) for o in objects)

    @staticmethod
    def _source(thing, docstring):
        source = inspect.cleandoc("\n" + inspect.getsource(thing))
        if not docstring and thing.__doc__:      # the notebook's text stands in its place
            head, quotes, rest = source.partition('"""')
            body = rest.partition('"""')[2].lstrip("\n")
            source = head.rstrip() + "\n" + body
        return source.rstrip()

    def __repr__(self):
        return self.source

    def _repr_markdown_(self):
        return f"```python\n{self.source}\n```"


@dataclass(frozen=True, repr=False)
class Verdict:
    """What a check says; `solved` is True only for a right answer.

    >>> Verdict(True, "two weights, one bias.")
    correct: two weights, one bias.
    """

    solved: bool
    words: str

    def __repr__(self):
        return f"correct: {self.words}" if self.solved else self.words


def not_solved(hint):
    """The verdict on a stub that is still as it was: `...` or None."""
    return Verdict(False, f"not solved yet: {hint}")


def unsolved(answer):
    """Whether an answer is still the stub: None, `...`, or a function that returns one of them.

    >>> unsolved(...), unsolved(None), unsolved(0)
    (True, True, False)
    """
    return answer is None or answer is ...


def of_explorer(check):
    """Make a check of an explorer take the stub as well: `...` is not solved yet.

    >>> of_explorer(lambda explorer: explorer.state)(...)
    not solved yet: an explorer goes here
    """
    @wraps(check)
    def checked(explorer):
        return not_solved("an explorer goes here") if unsolved(explorer) else check(explorer)
    return checked


def judge(answer, right, hint, praise, mistakes=None, tolerance=1e-6):
    """Compare numbers or arrays with the right ones and name the mistake where it is a known one.

    mistakes: `{what is off, in words: the value that this mistake gives}`

    >>> judge(..., 2.0, "fill in y", "well done.")
    not solved yet: fill in y
    >>> judge(-2.0, 2.0, "", "", {"the sign is reversed": -2.0})
    not yet: the sign is reversed
    >>> judge([1, 2], [[1, 2]], "", "")
    not yet: the shape is (2,), expected (1, 2)
    >>> judge(2, 2.0, "", "well done.")
    correct: well done.
    """
    if unsolved(answer):
        return not_solved(hint)
    try:
        if isinstance(answer, str):
            raise TypeError
        answer = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        return Verdict(False, f"not yet: got {answer!r}, expected numbers")
    right = np.asarray(right, dtype=float)
    if answer.shape != right.shape:
        return Verdict(False, f"not yet: the shape is {answer.shape}, expected {right.shape}")
    if not np.isfinite(answer).all():
        return Verdict(False, "not yet: there are values that are not finite (nan or inf)")

    def close(other):
        return np.allclose(answer, other, rtol=tolerance, atol=tolerance)
    if close(right):
        return Verdict(True, praise)
    for words, value in (mistakes or {}).items():
        if np.shape(value) == answer.shape and close(value):
            return Verdict(False, f"not yet: {words}")
    return Verdict(False, f"not yet: the largest difference is {np.abs(answer - right).max():.3g}")


def attempt(function, *args):
    """Call a student's function: `(result, None)`, or `(None, Verdict)` that says what it raised.

    >>> attempt(lambda x: 1 / x, 0)[1]
    not yet: your code raised ZeroDivisionError: division by zero
    """
    try:
        return function(*args), None
    except Exception as error:
        return None, Verdict(False, f"not yet: your code raised {type(error).__name__}: {error}")
