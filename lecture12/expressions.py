"""A feature phi that the student types, such as "x**2 - abs(x)": read by a parser with a white list, never by `eval`.

What may stand in it: numbers, the names of the inputs, pi and e, + - * / // % **, comparisons (1 if true, else 0), and
the functions of FUNCTIONS, with or without "np." in front. Everything else is refused, with a reason.
"""

import ast
import difflib
import warnings

import numpy as np

from lecture12.activations import ReLU, Sigmoid, Step

FUNCTIONS = {"sigmoid": Sigmoid(), "relu": ReLU(), "step": Step(), "where": lambda a, b, c: np.where(a != 0, b, c)} | {
    name: getattr(np, name) for name in ("sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "exp", "log", "sqrt",
                                         "abs", "sign", "floor", "ceil", "maximum", "minimum", "hypot", "square", "cbrt")}
CONSTANTS = {"pi": np.pi, "e": np.e}
ARGUMENTS = {"where": 3, "maximum": 2, "minimum": 2, "hypot": 2}                # of all others 1
OPERATORS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power,
             ast.Mod: np.mod, ast.FloorDiv: np.floor_divide, ast.USub: np.negative, ast.UAdd: np.positive,
             ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal, ast.Eq: np.equal,
             ast.NotEq: np.not_equal}
ADVICE = {ast.BitXor: "write ** for a power", ast.And: "write * for and", ast.Or: "write maximum(a, b) for or",
          ast.Not: "write 1 - a for not a", ast.IfExp: "write where(condition, a, b)"}
LONGEST = 200                                                           # characters: no tree is too deep to walk


class Expression:
    """phi = Expression("x1*x2", ("x1", "x2")) is a function of two arrays; ValueError for a text that is not allowed.

    text: an expression in `names`, the inputs. Called with one array for each name, it returns floats in their common
    shape; where phi has no value (log of -1, 1/0) they are nan or inf, without a warning.

    >>> phi = Expression("2*x**2 + (x > 1)")
    >>> phi, phi([0, 1, 2]).tolist()
    (Expression('2*x**2 + (x > 1)'), [0.0, 2.0, 9.0])
    >>> Expression("__import__('os')")
    Traceback (most recent call last):
    ValueError: cannot read "__import__('os')": there is no function '__import__'
    """

    def __init__(self, text, names=("x",)):
        self.text, self.names = text, tuple(names)
        try:
            self._tree = _parse(text)
            self(*np.zeros(len(self.names)))                            # walks all of the tree: refuse now, not later
        except SyntaxError as error:
            raise ValueError(f'cannot read "{str(text)[:60]}": {_words(error.msg)}') from None

    def __call__(self, *inputs):
        if len(inputs) != len(self.names):
            raise ValueError(f"expected {len(self.names)} inputs ({', '.join(self.names)}), got {len(inputs)}")
        inputs = [np.asarray(x, dtype=float) for x in inputs]
        with np.errstate(all="ignore"):
            value = self._value(self._tree, dict(zip(self.names, inputs, strict=True)))
        return np.broadcast_to(np.asarray(value, dtype=float), np.broadcast_shapes(*(x.shape for x in inputs)))

    def __repr__(self):
        return f"Expression({self.text!r})"

    def _value(self, node, inputs):
        """The value of one node of the tree; a node that is not in this list ends it."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return np.float64(number)                                       # no integers: 9**9**9 is inf at once
            case ast.Name(id=name) if name in inputs:
                return inputs[name]
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name) if name in CONSTANTS:
                return CONSTANTS[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return OPERATORS[type(op)](self._value(left, inputs), self._value(right, inputs))
            case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
                return OPERATORS[type(op)](self._value(operand, inputs))
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
                return OPERATORS[type(op)](self._value(left, inputs), self._value(right, inputs)) + 0.0
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name), keywords=[]):
                return self._call(name, node.args, inputs)
        raise SyntaxError(self._refusal(node))

    def _call(self, name, args, inputs):
        if name not in FUNCTIONS:
            raise SyntaxError(f"there is no function {name!r}{_similar(name, FUNCTIONS)}")
        if len(args) != (count := ARGUMENTS.get(name, 1)):
            raise SyntaxError(f"{name} takes {count} argument{'s' * (count > 1)}, got {len(args)}")
        values = [self._value(arg, inputs) for arg in args]
        return FUNCTIONS[name](*values)

    def _refusal(self, node):
        if isinstance(node, ast.Name):
            if node.id in FUNCTIONS:
                return f"{node.id} is a function: write {node.id}(...)"
            return f"there is no {node.id!r}, only {' and '.join(self.names)}{_similar(node.id, CONSTANTS)}"
        if isinstance(node, ast.Compare):
            return "compare two things at a time: (0 < x)*(x < 1)"
        if isinstance(node, ast.Call):
            return "a function is called by its name alone, as in sin(x); and 2(x) needs a *"
        kind = type(getattr(node, "op", node))
        return ADVICE.get(kind, f"{kind.__name__} is not allowed, only numbers, operators and functions of NumPy")


def _parse(text):
    if not isinstance(text, str):
        raise SyntaxError("it is not a text")
    if not text.strip():
        raise SyntaxError("it is empty")
    if len(text) > LONGEST:
        raise SyntaxError(f"it has {len(text)} characters, at most {LONGEST} are allowed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (ValueError, MemoryError, RecursionError):                           # a null byte; nested too deeply
        raise SyntaxError("it is not an expression") from None


def _words(message):
    """What Python's parser says, with a hint at the most frequent slips."""
    if "decimal literal" in message or message.startswith("invalid syntax"):
        return f"{message}; is a * or a bracket missing? Write 2*x and sin(x)"
    return message + "; write x**2 for a square" * ("'²'" in message)


def _similar(name, known):
    near = difflib.get_close_matches(name, known, 1)
    return f"; do you mean {near[0]}?" if near else ""
