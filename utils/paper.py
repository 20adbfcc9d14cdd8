"""Numbers worked on paper: is each row what honest rounding can make of the row before it?

A number written down as 0.94 stands for anything in [0.935, 0.945]: the rounded number or the longer one still in the
calculator, whichever was carried on. Products and exponentials may be rounded on the way as well. Whatever such
rounding can produce is accepted, and nothing else; a number that was cut instead of rounded is not.

Each row is judged from the learner's own row before it, and by the inverse of its function (the log-odds of a sigmoid,
the log-ratios of a softmax, the exponential of a loss), so this file holds none of the lesson's answers.
"""

import math
from decimal import Decimal, InvalidOperation

from .checking.report import aligned
from .network import worked_network

ROWS = ("z1", "h1", "z2", "h2", "z3", "p", "L")
BEFORE = {"z1": "x", "h1": "z1", "z2": "h1", "h2": "z2", "z3": "h2", "p": "z3", "L": "p"}
HAIR = 1e-9   # floating point, not rounding


def check_paper(mine, digits):
    """Print a line for each row of mine: right, wrong and where, or not judged yet.

    mine: {"z1": [..], "h1": [..], "z2": .., "h2": .., "z3": .., "p": [..], "L": number}, rows in any state of
    completion (None: not worked yet). digits: the decimals that were kept, 1 to 8.
    """
    if type(digits) is not int or not 1 <= digits <= 8:
        print("digits is how many decimals you keep at each step: a whole number from 1 to 8.")
        return
    if not isinstance(mine, dict):
        print('Give the rows by name: {"z1": [..], "h1": [..], ...}.')
        return
    x, params, y = worked_network()
    carried = {"x": [(float(number), float(number)) for number in x]}     # given exactly
    lines = []
    for name in ROWS:
        row, trouble = _read(mine.get(name), 1 if name == "L" else 3, digits)
        if not trouble and row is not None and BEFORE[name] not in carried:
            trouble = f"not judged: it needs {BEFORE[name]} first"
        if not trouble and row is not None:
            trouble = _judge(name, row, carried[BEFORE[name]], params, y, digits)
            half = 0.5 * 10.0 ** -digits
            carried[name] = [(entry - half, entry + half) for entry in row]
        lines.append((name, trouble or ("not worked yet" if row is None else "right")))
    print(aligned(lines))


def _read(value, length, digits):
    """(row of floats, None), (None, None) where nothing was worked yet, or (None, what is wrong with it)."""
    if value is None or value is Ellipsis:
        return None, None
    entries = [value] if length == 1 and not isinstance(value, (list, tuple)) else value
    try:
        entries = list(entries)
        if all(entry is None or entry is Ellipsis for entry in entries):
            return None, None
        row = [Decimal(str(float(entry))) for entry in entries]
    except (TypeError, ValueError, InvalidOperation):
        return None, f"write {length} number{'s' * (length > 1)} here"
    if len(row) != length or not all(entry.is_finite() for entry in row):
        return None, f"write {length} number{'s' * (length > 1)} here"
    for entry in row:
        if entry != round(entry, digits):
            return None, f"{entry} has more than {digits} decimals: round it, or choose more digits"
    return [float(entry) for entry in row], None


def _judge(name, row, before, params, y, digits):
    """None where the row can come from the row before it, else a sentence. before: an interval (low, high) an entry."""
    half = 0.5 * 10.0 ** -digits
    if name[0] == "z":
        return _judge_affine(row, before, params["W" + name[1]], params["b" + name[1]], digits)
    if name == "h1":
        wrong = [i for i in range(3) if not before[i][0] - HAIR <= row[i] <= before[i][1] + HAIR]
        return f"entry {wrong[0]}: a positive z1 passes ReLU as it is" if wrong else None
    if name == "h2":
        return _judge_sigmoid(row, before, half, digits)
    if name == "p":
        return _judge_softmax(row, before, half, digits)
    low, high = before[list(y).index(1)]
    if math.exp(-row[0] - half) > high + HAIR or math.exp(-row[0] + half) < low - HAIR:
        return "exp(-L) does not give back your probability of the true class"
    return None


def _judge_affine(row, before, W, b, digits):
    for j in range(3):
        terms = [_carried(*sorted(end * W[i, j] for end in before[i]), digits) for i in range(3)]
        low, high = (_rounded(sum(term[side] for term in terms) + b[j], digits, side) for side in (0, 1))
        if not low - HAIR <= row[j] <= high + HAIR:
            return _direction(j, row[j], (low + high) / 2, digits)
    return None


def _judge_sigmoid(row, before, half, digits):
    for i in range(3):
        low, high = _carried(math.exp(-before[i][1]), math.exp(-before[i][0]), digits)

        def fits(h):          # 1/h - 1 is the exponential it came from
            return 1 / min(h + half, 1) - 1 <= high + HAIR and (h <= half or 1 / (h - half) - 1 >= low - HAIR)
        if not fits(row[i]):
            if fits(row[i] + 2 * half):
                return f"entry {i}: {row[i]:g} is one step too low; was it cut instead of rounded?"
            return f"entry {i}: no rounding of the sigmoid of your z2 gives {row[i]:g}"
    return None


def _judge_softmax(row, before, half, digits):
    powers = [_carried(math.exp(low), math.exp(high), digits) for low, high in before]
    trouble = None
    for i in range(3):
        for k in range(3):    # the ratio of two probabilities is the ratio of their exponentials
            if (row[i] - half) * powers[k][0] > (row[k] + half) * powers[i][1] + HAIR:
                trouble = f"p[{i}] is too large beside p[{k}] for your z3"
    spread = 3 * half + half / sum(low for low, _ in powers)
    if abs(sum(row) - 1) > spread + HAIR:
        trouble = f"adds up to {sum(row):g}, not to 1"
    middles = [(low + high) / 2 for low, high in before]
    if trouble and max(abs(p - z / sum(middles)) for p, z in zip(row, middles)) < max(2 * half, 0.005):
        return "each z3 divided by their sum: the exponential is missing"
    return trouble


def _carried(low, high, digits):
    """An interval together with what its ends become when they are rounded."""
    return min(low, _rounded(low, digits, 0)), max(high, _rounded(high, digits, 1))


def _rounded(value, digits, upward):
    """value to the nearest decimal; a tie goes down, or up where upward."""
    scaled = value * 10 ** digits
    nudge = 0.5 + (1e-7 if upward else -1e-7)
    return math.floor(scaled + nudge) / 10 ** digits


def _direction(j, written, middle, digits):
    size = abs(written - middle)
    if size < 10.0 ** (1 - digits):
        return f"entry {j}: {written:g} is near, but no rounding of your numbers before it gives that"
    return f"entry {j}: {written:g} is too {'large' if written > middle else 'small'} by about {size:.2g}"
