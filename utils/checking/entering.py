"""Does an argument enter otherwise than it should? The result is as if its signs were lost, its last entry left out, ...

Each way spoils one argument and asks the oracle again; the one that gives the learner's arrays in every draw is named.
"""

import numpy as np

from .compare import all_close


def _everywhere(pick):
    return lambda a: np.broadcast_to(pick(a), a.shape)


def _without(place):
    def spoil(a):
        kept = np.array(a)
        kept[place] = 0
        return kept
    return spoil


def _only(place):
    def spoil(a):
        kept = np.zeros_like(a)
        kept[place] = a[place]
        return kept
    return spoil


def _softmax(a):
    powers = np.exp(a - np.max(a, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


WAYS = (
    ("left out", "{} does not enter: it is as if all of it were 0.", np.zeros_like),
    ("taken for ones", "It is as if all of {} were 1: does it enter at all?", np.ones_like),
    ("sign turned", "{} enters with its sign turned.", np.negative),
    ("signs lost", "{} enters without its signs.", np.abs),
    ("negative entries switched off", "Negative entries of {} enter as 0: has a ReLU slipped in?",
     lambda a: np.maximum(a, 0)),
    ("squared", "{} enters squared.", np.square),
    ("1 minus", "1 - {0} enters in place of {0}.", lambda a: 1 - a),
    ("counted twice", "{} counts twice.", lambda a: 2 * a),
    ("counted half", "{} counts only half.", lambda a: a / 2),
    ("first left out", "The first {1} of {0} is left out: where does the loop begin?", _without(0)),
    ("last left out", "The last {1} of {0} is left out: where does the loop end?", _without(-1)),
    ("first only", "Only the first {1} of {0} counts: does a loop end, or return, too early?", _only(0)),
    ("last only", "Only the last {1} of {0} counts: is a sum overwritten in place of added to?", _only(-1)),
    ("reversed", "{} enters in reversed order.", lambda a: a[::-1]),
    ("shifted by one", "{} enters one place too late: does a count start at the right number?",
     lambda a: np.roll(a, 1, axis=0)),
    ("shifted back by one", "{} enters one place too early: does a count start at the right number?",
     lambda a: np.roll(a, -1, axis=0)),
    ("first everywhere", "The first {1} of {0} stands for all of them: each has its own part.",
     _everywhere(lambda a: a[:1])),
    ("last everywhere", "The last {1} of {0} stands for all of them: each has its own part.",
     _everywhere(lambda a: a[-1:])),
    ("added up first", "The entries of {} are added up before they enter: each has its own part.", _everywhere(np.sum)),
    ("averaged first", "The entries of {} are averaged before they enter: each has its own part.", _everywhere(np.mean)),
    ("cut to whole numbers", "{} enters cut to whole numbers: is it kept in an array of integers?", np.trunc),
    ("rounded to 3 digits", "{} enters rounded to 3 decimals.", lambda a: np.round(a, 3)),
    ("rounded to 2 digits", "{} enters rounded to 2 decimals.", lambda a: np.round(a, 2)),
    ("scaled to length 1", "{} is scaled to length 1 before it enters.", lambda a: a / np.sqrt(np.sum(a * a))),
    ("scaled to sum 1", "{} is divided by its sum before it enters.", lambda a: a / np.sum(a)),
    ("mean taken away", "The mean of {} is taken away before it enters.", lambda a: a - np.mean(a)),
    ("through a softmax", "{} goes through a softmax before it enters.", _softmax),
    ("through a sigmoid", "{} goes through a sigmoid before it enters.", lambda a: 1 / (1 + np.exp(-a))),
    ("through tanh", "{} goes through tanh before it enters.", np.tanh),
)


def entering(names, cases, got, oracle):
    """(name, words) of the argument, and the way it enters, that give got[i] for cases[i] in every i, or None.

    oracle(*args): the right array for these arguments.
    """
    for position, name in enumerate(names[:len(cases[0])]):
        for said, change in _parts(name, cases[0][position]):
            for way, words, spoil in WAYS:
                if all(_gives(args, position, change, spoil, array, oracle) for args, array in zip(cases, got)):
                    return f"{said}: {way}", words.format(said, "row" if np.ndim(cases[0][position]) == 2 else "entry")
    return None


def _parts(name, value):
    """(words, change(value, spoil) -> value) for the argument as a whole and, of a dictionary, for each array in it."""
    if isinstance(value, dict):
        yield f"all of {name}", lambda whole, spoil: {key: _spoiled(item, spoil) for key, item in whole.items()}
        for key in value:
            yield str(key), lambda whole, spoil, key=key: whole | {key: _spoiled(whole[key], spoil)}
    elif isinstance(value, np.ndarray) and value.ndim:
        yield name, _spoiled


def _spoiled(array, spoil):
    return spoil(np.asarray(array, dtype=float)) if np.ndim(array) else array


def _gives(args, position, change, spoil, array, oracle):
    spoiled = list(args)
    try:
        with np.errstate(all="ignore"):
            spoiled[position] = change(args[position], spoil)
            result = np.asarray(oracle(*spoiled), dtype=float)
    except (ValueError, IndexError, KeyError, TypeError):       # a way that this argument does not go
        return False
    return all_close(array, result)
