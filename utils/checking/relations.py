"""Ways to spoil a right array, each with a name and the words for the learner. utils.checking.structure tries them.

A spoiler takes the right array and returns the spoiled one, or None where it makes no sense for that shape.
"""

import numpy as np


def _square(e):
    return e.ndim == 2 and e.shape[0] == e.shape[1] and len(e) > 1


def _vector(spoil):
    return lambda e: spoil(e) if e.ndim == 1 and len(e) > 1 else None


def _row(spoil):
    return lambda e: spoil(e) if e.ndim == 1 else None


def _matrix(spoil):
    return lambda e: spoil(e) if e.ndim == 2 else None


def _array(spoil):
    return lambda e: spoil(e) if e.ndim else None


def _of_square(spoil):
    return lambda e: spoil(e) if _square(e) else None


def _table(spoil):
    return lambda e: spoil(e) if e.ndim == 2 and min(e.shape) > 1 else None


def _rounded(digits):
    return (f"rounded to {digits} digits", f"Right up to {digits} decimals: something is rounded on the way.",
            lambda e: np.round(e, digits))


SIGNS = [
    ("wrong sign", "Right but for the sign: every entry is the negative of what it should be.", np.negative),
    ("transposed", "This is the transpose: rows and columns are swapped.", _matrix(lambda e: e.T)),
    ("transposed, wrong sign", "Two things: this is the transpose, and every sign is turned.", _matrix(lambda e: -e.T)),
]

PLAIN = [
    ("all zeros", "Every entry is 0: is the result written into the array that is returned?",
     _array(np.zeros_like)),
    ("all ones", "Every entry is 1.", _array(np.ones_like)),
    ("all zeros, one number", "This is a single 0, where an entry for each place is due.", _array(lambda e: 0.0)),
]

ZERO = ("zero", "The result is 0.", lambda e: None if e.ndim else np.zeros(()))

VALUES = [
    ("absolute value", "The size is right and the sign is lost: negative entries come out positive.", np.abs),
    ("minus the absolute value", "The size is right, but every entry is negative.", lambda e: -np.abs(e)),
    ("clipped at zero", "The positive entries are right, the negative ones come out as 0: has a ReLU slipped in?",
     lambda e: np.maximum(e, 0)),
    ("positive part removed", "The negative entries are right, the positive ones come out as 0.",
     lambda e: np.minimum(e, 0)),
    ("clipped to 0..1", "Entries below 0 come out as 0 and those above 1 as 1: is something clipped?",
     lambda e: np.clip(e, 0, 1)),
    ("clipped to -1..1", "Entries beyond -1 and 1 are cut off there: is something clipped?",
     lambda e: np.clip(e, -1, 1)),
    ("truncated to integers", "The numbers are cut to whole numbers: is the result stored in an array of integers, or divided with //?",
     np.trunc),
    ("rounded down", "The numbers are rounded down to whole numbers: // divides like that.", np.floor),
    ("rounded", "The numbers are rounded to whole numbers.", np.round),
    ("signs only", "Only the signs are right: every entry is 1, 0 or -1.", np.sign),
    ("squared", "Every entry is squared.", np.square),
    ("squared, sign kept", "Every entry is multiplied by its own size.", lambda e: e * np.abs(e)),
    ("square root", "This is the square root of what it should be.", lambda e: np.sqrt(np.abs(e))),
    ("inverse", "This is 1 over what it should be.", lambda e: 1 / e),
    ("1 minus", "This is 1 minus what it should be.", lambda e: 1 - e),
    ("1 added", "Every entry is too large by 1.", lambda e: 1 + e),
    ("minus 1", "Every entry is too small by 1.", lambda e: e - 1),
    ("exponential", "This is exp of what it should be.", np.exp),
    ("logarithm", "This is the logarithm of what it should be.", lambda e: np.log(np.abs(e))),
    ("minus logarithm", "This is minus the logarithm of what it should be.", lambda e: -np.log(np.abs(e))),
    ("tanh", "This is tanh of what it should be: an activation too much?", np.tanh),
    ("sigmoid", "The right numbers went through a sigmoid: an activation too much?", lambda e: 1 / (1 + np.exp(-e))),
    ("times 1 minus itself", "Every entry e has become e (1 - e): is a derivative multiplied in?", lambda e: e * (1 - e)),
    ("divided by the sum", "The right numbers, divided by their sum.", _array(lambda e: e / e.sum())),
    ("divided by the largest", "The right numbers, divided by the largest of them.", _array(lambda e: e / e.max())),
    ("divided by the length", "The right numbers, divided by the square root of the sum of their squares.",
     _array(lambda e: e / np.sqrt(np.sum(e * e)))),
    ("divided by the spread", "The right numbers, divided by their standard deviation.", _array(lambda e: e / e.std())),
    ("mean taken away", "The right numbers, with their mean taken away.", _array(lambda e: e - e.mean())),
    ("largest taken away", "The right numbers, with the largest of them taken away.", _array(lambda e: e - e.max())),
    ("rows divided by their sums", "The right numbers, each row divided by its sum.",
     _matrix(lambda e: e / e.sum(axis=1, keepdims=True))),
    ("columns divided by their sums", "The right numbers, each column divided by its sum.",
     _matrix(lambda e: e / e.sum(axis=0, keepdims=True))),
] + [_rounded(digits) for digits in (4, 3, 2, 1)]

PLACES = [
    ("reversed", "The right numbers in reversed order.", _vector(lambda e: e[::-1])),
    ("shifted by one", "The right numbers, one place too late: does the count start at the right number?",
     _vector(lambda e: np.roll(e, 1))),
    ("shifted back by one", "The right numbers, one place too early: does the count start at the right number?",
     _vector(lambda e: np.roll(e, -1))),
    ("sorted", "The right numbers, sorted: they have lost their places.", _vector(np.sort)),
    ("rows reversed", "The rows stand in reversed order.", _matrix(lambda e: e[::-1])),
    ("columns reversed", "The columns stand in reversed order.", _matrix(lambda e: e[:, ::-1])),
    ("rows and columns reversed", "Rows and columns both stand in reversed order.", _matrix(lambda e: e[::-1, ::-1])),
    ("rows shifted", "Each row stands one place too late.", _matrix(lambda e: np.roll(e, 1, axis=0))),
    ("columns shifted", "Each column stands one place too late.", _matrix(lambda e: np.roll(e, 1, axis=1))),
    ("filled in another order", "The right numbers, filled in column by column in place of row by row: reshape does "
     "not transpose.", _matrix(lambda e: e.T.reshape(e.shape))),
    ("reshaped, not transposed", "The right numbers in the transpose's shape, still row by row: reshape does not "
     "transpose.", _matrix(lambda e: e.reshape(e.shape[::-1]))),
    ("last entry left at 0", "The last entry stays 0, the others are right: look at where the loop ends.",
     lambda e: np.append(e[:-1], 0) if e.ndim == 1 else None),
    ("first entry left at 0", "The first entry stays 0, the others are right: look at where the loop begins.",
     lambda e: np.append(0, e[1:]) if e.ndim == 1 else None),
    ("diagonal only", "The diagonal is right, everything beside it is 0.", _table(lambda e: e * np.eye(*e.shape))),
    ("without diagonal", "Everything beside the diagonal is right, the diagonal is 0.",
     _table(lambda e: e * (1 - np.eye(*e.shape)))),
    ("diagonal as a vector", "This is the diagonal alone: the entries beside it are missing.", _of_square(np.diag)),
    ("lower half", "Everything above the diagonal is 0.", _of_square(np.tril)),
    ("upper half", "Everything below the diagonal is 0.", _of_square(np.triu)),
    ("sign turned beside the diagonal", "The diagonal is right, everything beside it has the wrong sign.",
     _of_square(lambda e: 2 * np.diag(np.diag(e)) - e)),
    ("sign turned on the diagonal", "The diagonal has the wrong sign, everything beside it is right.",
     _of_square(lambda e: e - 2 * np.diag(np.diag(e)))),
    ("first row in every row", "Every row is a copy of the first: does the row's number enter?", _matrix(lambda e: np.broadcast_to(e[:1], e.shape))),
    ("last row in every row", "Every row is a copy of the last: is one array written into again and again?",
     _matrix(lambda e: np.broadcast_to(e[-1:], e.shape))),
    ("first column in every column", "Every column is a copy of the first: does the column's number enter?",
     _matrix(lambda e: np.broadcast_to(e[:, :1], e.shape))),
    ("first entry everywhere", "Every entry is the first entry's right value.",
     _vector(lambda e: np.full_like(e, e[0]))),
    ("last entry everywhere", "Every entry is the last entry's right value.",
     _vector(lambda e: np.full_like(e, e[-1]))),
]

SUMS = [
    ("summed over rows", "The rows are added up: this should keep an entry for each of them.",
     _matrix(lambda e: e.sum(axis=0))),
    ("summed over columns", "The columns are added up: this should keep an entry for each of them.",
     _matrix(lambda e: e.sum(axis=1))),
    ("summed to one number", "The right entries, added up to a single number.", _array(np.sum)),
    ("minus the sum", "The right entries, added up to a single number, with the sign turned.",
     _array(lambda e: -e.sum())),
    ("averaged to one number", "The right entries, averaged to a single number.", _array(np.mean)),
    ("averaged over rows", "The rows are averaged: this should keep an entry for each of them.",
     _matrix(lambda e: e.mean(axis=0))),
    ("averaged over columns", "The columns are averaged: this should keep an entry for each of them.",
     _matrix(lambda e: e.mean(axis=1))),
    ("sum in every entry", "Every entry is the sum of all the right ones.",
     _vector(lambda e: np.full_like(e, e.sum()))),
    ("mean in every entry", "Every entry is the mean of all the right ones.",
     _vector(lambda e: np.full_like(e, e.mean()))),
    ("running sum", "Each entry is added to all those before it: a sum that is not set back to 0?",
     _vector(np.cumsum)),
    ("running sum over rows", "Each row is added to all those before it: a sum that is not set back to 0?",
     _matrix(lambda e: np.cumsum(e, axis=0))),
    ("running sum over columns", "Each column is added to all those before it: a sum that is not set back to 0?",
     _matrix(lambda e: np.cumsum(e, axis=1))),
    ("largest entry", "This is the largest of the right entries, a single number.", _array(np.max)),
    ("first entry alone", "This is the first of the right entries alone: does the loop return too early?",
     _array(lambda e: e[0])),
    ("first entry alone", "This is the first of the right entries alone: does the loop return too early?",
     lambda e: e[:1] if e.ndim == 1 and len(e) > 1 else None),
    ("last entry alone", "This is the last of the right entries alone.", _array(lambda e: e[-1])),
    ("largest of each column", "Only the largest entry of each column is left.", _matrix(lambda e: e.max(axis=0))),
    ("largest of each row", "Only the largest entry of each row is left.", _matrix(lambda e: e.max(axis=1))),
    ("flattened", "The right numbers in one long row: the shape is lost.", _matrix(np.ravel)),
    ("first row only", "Only the first of the right rows is there: does the loop return too early?", _matrix(lambda e: e[:1])),
    ("first entry missing", "The first entry is missing.", _row(lambda e: e[1:])),
    ("last entry missing", "The last entry is missing.", _row(lambda e: e[:-1])),
    ("first row missing", "The first row is missing.", _matrix(lambda e: e[1:])),
    ("last row missing", "The last row is missing.", _matrix(lambda e: e[:-1])),
    ("only the positive entries", "The entries that are not positive are left out.",
     _array(lambda e: e[e > 0] if not np.all(e > 0) else None)),
]

_ONE_MORE = "The right numbers with one axis too many: it would broadcast silently later."
AXES = [
    ("extra axis", _ONE_MORE, lambda e: e[None]),
    ("extra axis", _ONE_MORE, _array(lambda e: e[..., None])),
    ("diagonal matrix", "The right numbers on the diagonal of a square, where a row of them is due.", _vector(np.diag)),
    ("repeated in every row", "The right numbers, but repeated row by row: two arrays were broadcast against each other.",
     _vector(lambda e: np.broadcast_to(e, (len(e), len(e))))),
    ("repeated in every column", "The right numbers, but repeated column by column: two arrays were broadcast against "
     "each other.", _vector(lambda e: np.broadcast_to(e[:, None], (len(e), len(e))))),
]

MORE = SIGNS + VALUES + PLACES + SUMS + AXES
# What may come on top of a known mistake: relations that say much even about an array that is wrong already.
ON_TOP = [relation for relation in MORE if relation[0] in {
    "wrong sign", "transposed", "transposed, wrong sign", "absolute value", "truncated to integers", "squared",
    "reversed", "summed over rows", "summed over columns", "summed to one number", "averaged to one number",
    "averaged over rows", "averaged over columns", "extra axis", "flattened", "diagonal matrix", "clipped at zero",
    "rounded to 4 digits", "rounded to 3 digits", "rounded to 2 digits", "rounded to 1 digits",
    "repeated in every row", "repeated in every column", "running sum", "rows reversed"}]
