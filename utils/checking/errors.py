"""Why does a function stop with an error? The usual causes, told from the error's type and text.

CAUSES: {cause: (name for tables, sentence for the learner)}. The text itself goes no further: it may hold hidden inputs.
"""

CAUSES = {
    "signature": ("cannot be called", "It cannot be called with these arguments: look at its def line."),
    "shapes": ("shapes do not fit",
               "Shapes do not fit together there. Sizes differ from case to case: print the shapes on that line."),
    "index": ("asks for a missing entry",
              "An index there is larger than its array. Sizes differ from case to case: how far does the loop count?"),
    "axes": ("an index too many", "There are more indices there than the array has axes: print its shape on that line."),
    "places": ("array as an index", "An array of decimals stands there as an index: an index is a place, a whole number."),
    "truth": ("one question of a whole array",
              "`if`, `max`, `and` and the like ask one question of a whole array there. Ask it entry by entry."),
    "scalar": ("a single number expected",
               "A whole array stands there where a single number is expected. (The functions of math take numbers, those of "
               "np arrays.)"),
    "entry": ("array into an entry",
              "One entry of an array is set to a whole array there, or rows of different lengths are put together."),
    "cast": ("stores fractions as whole numbers",
             "An array of whole numbers cannot hold decimals: +=, -=, *= and /= write into it. Make a copy as floats."),
    "count": ("whole number expected",
              "A decimal stands there where a whole number is expected: an index, a size or a range."),
    "number": ("number treated as an array", "A single number is treated like an array there: print it on that line."),
    "list": ("lists in arithmetic", "A list stands in arithmetic there: np.array(...) makes an array of it."),
    "dict": ("dictionary in arithmetic",
             "A dictionary stands in arithmetic there: take one array after the other out of it, by its key."),
    "none": ("None in use", "Something is None there: does a function that it calls end without return?"),
    "key": ("asks for a missing key", "It asks a dictionary for a key that is not there."),
    "name": ("name without a value", "A name there has no value: is it set before, and spelt the same?"),
    "unwritten": ("calls what is not written yet", "It calls a function there that is not written yet."),
    "endless": ("calls itself without end", "It calls itself again and again: which call is the last one?"),
    "zero": ("division by 0", "It divides by 0 there."),
    "large": ("number too large",
              "A number there is larger than a float holds: math stops there, NumPy goes on with infinity."),
}
ABOUT_SHAPES = {"shapes", "index", "axes", "entry"}     # one wrong size may show as any of these
_OF_TYPE = (("UFuncTypeError", "cast"), ("ZeroDivisionError", "zero"), ("OverflowError", "large"),
            ("RecursionError", "endless"), ("KeyError", "key"), ("NameError", "name"), ("UnboundLocalError", "name"),
            ("NotImplementedError", "unwritten"))
_IN_TEXT = (
    ("ValueError", ("truth value",), "truth"), ("ValueError", ("array element with a sequence",), "entry"),
    ("ValueError", ("mismatch", "broadcast", "not aligned", "operand", "shape", "inhomogeneous", "dimension", "length"),
     "shapes"),
    ("IndexError", ("out of bounds", "out of range"), "index"), ("IndexError", ("too many indices",), "axes"),
    ("IndexError", ("must be of integer", "only integers"), "places"),
    ("IndexError", ("mismatch", "broadcast", "dimension"), "shapes"),
    ("TypeError", ("NoneType",), "none"),
    ("TypeError", ("converted to Python scalars", "must be real number, not numpy"), "scalar"),
    ("TypeError", ("as an integer", "integer scalar", "indices must be integers", "non-int"), "count"),
    ("TypeError", ("not subscriptable", "not iterable", "has no len", "does not support item assignment"), "number"),
    ("TypeError", ("'list'", "not list"), "list"), ("TypeError", ("'dict'",), "dict"),
    ("AttributeError", ("'list' object",), "list"),
)


def cause(error):
    """A key of CAUSES, or None where the error says too little."""
    if type(error) is TypeError and error.__traceback__ is not None and error.__traceback__.tb_next is None:
        return "signature"                      # raised by the call itself
    kind, text = type(error).__name__, str(error)
    for name, found in _OF_TYPE:
        if kind == name:
            return found
    return next((found for name, words, found in _IN_TEXT
                 if kind == name and any(word in text for word in words)), None)


def article(kind):
    """a ValueError, an IndexError, a UFuncTypeError."""
    return "an" if kind[:1] in "AEIO" or kind.startswith("Unb") else "a"
