"""output_delta: what the loss feels of each logit."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .draws import label, probabilities

PROVIDED = ("cross_entropy_gradient", "softmax_jacobian")


def reference(p, y):
    """δ[j] = ∂L/∂z[j] = p[j] - y[j], for a softmax and L = -Σ_k y[k] ln p[k]

    p: (n,), the softmax of z. y: (n,), one-hot, floats or integers. Returns (n,).
    """
    return np.asarray(p) - np.asarray(y)


def inputs(rng):
    yield np.array([0.2, 0.5, 0.3]), np.array([0.0, 1.0, 0.0])      # the true class is not the first
    yield probabilities(rng, 4), np.array([0, 0, 0, 1])             # integers: a result of y's type is cut to 0
    yield probabilities(rng, 5), label(rng, 5)                      # another number of classes
    yield probabilities(rng, 2), np.array([1.0, 0.0])               # two classes; the first is true
    yield np.array([0.15, 0.6, 0.25]), np.array([1.0, 0.0, 0.0])    # the likeliest class is not the true one


def scales(p, y):
    return {"n_classes": len(p), "p of the true class": float(np.sum(p * y))}


def related(p, y):
    J = np.diag(p) - np.outer(p, p)
    return {"p": p, "y": y, "1 - p": 1 - p, "∂L/∂p": -y / p, "p times the difference": p * (p - y),
            "∂L/∂z for the squared error": J @ (p - y), "the softmax's Jacobian": J,
            "the loss itself": -np.log(np.sum(p * y))}


_PARTIAL = ("Only the true class has an entry: the sum over all paths is missing. The other z move the true class's p "
            "as well, through the sum in the softmax.")
_SQUARED = "This belongs to the squared error. The loss here is the cross-entropy."
_LOGISTIC = ("A slope p (1 - p) is multiplied in. With the softmax and the cross-entropy together it is already "
             "accounted for.")
_PLACES = ("The entries of y are taken for places: its zeros stand for place 0, its 1 for place 1. The true class is where the "
           "1 stands.")
_P = "This is ∂L/∂p, one step before: the softmax stands between p and z."

MISTAKES = [
    Mistake("wrong sign", lambda p, y: y - p,
            "The sign is turned: when the true class's z grows, does the loss grow or fall?"),
    Mistake("diagonal of the Jacobian only", lambda p, y: -y * (1 - p),
            _PARTIAL + " This is what the diagonal of the Jacobian alone gives."),
    Mistake("diagonal only, sign turned", lambda p, y: y * (1 - p), _PARTIAL),
    Mistake("wrong classes only", lambda p, y: (1 - y) * p,
            "The true class has no entry: its own z moves its p most of all."),
    Mistake("∂L/∂p", lambda p, y: -y / p, _P),
    Mistake("∂L/∂p, sign turned", lambda p, y: y / p, _P),
    Mistake("∂L/∂p of yes-or-no outputs", lambda p, y: -y / p + (1 - y) / (1 - p), _P),
    Mistake("1 taken from every class", lambda p, y: p - 1,
            "1 is taken from every class's p: what does y hold for the wrong classes?"),
    Mistake("squared error", lambda p, y: 2 * (p - y), "Twice too large: nothing is squared in this loss."),
    Mistake("halved", lambda p, y: (p - y) / 2, "Half of what it should be: this loss has no factor 1/2.", SLIP),
    Mistake("squared error through the softmax", lambda p, y: (np.diag(p) - np.outer(p, p)) @ (p - y), _SQUARED),
    Mistake("squared error through the softmax, doubled",
            lambda p, y: 2 * (np.diag(p) - np.outer(p, p)) @ (p - y), _SQUARED),
    Mistake("squared error through a sigmoid", lambda p, y: (p - y) * p * (1 - p), _LOGISTIC),
    Mistake("squared error through a sigmoid, doubled", lambda p, y: 2 * (p - y) * p * (1 - p), _LOGISTIC),
    Mistake("times p", lambda p, y: p * (p - y), "A factor p too many: multiply the sum out once more, p cancels."),
    Mistake("times 1 - p", lambda p, y: (1 - p) * (p - y), "A factor 1 - p too many."),
    Mistake("binary loss through the whole Jacobian",
            lambda p, y: (np.diag(p) - np.outer(p, p)) @ (-y / p + (1 - y) / (1 - p)),
            "The wrong classes' 1 - p count in the loss here: that is the loss for yes-or-no outputs."),
    Mistake("binary loss, minus for the wrong classes, through the whole Jacobian",
            lambda p, y: (np.diag(p) - np.outer(p, p)) @ (-y / p - (1 - y) / (1 - p)),
            "The wrong classes' 1 - p count in the loss here: that is the loss for yes-or-no outputs."),
    Mistake("sign turned for the wrong classes", lambda p, y: -y * (1 - p) - (1 - y) * p,
            "For the wrong classes the sign is turned: when a wrong class's z grows, does the loss grow or fall? "
            "(Public copies of the first article's code come to this.)"),
    Mistake("products only", lambda p, y: -np.outer(p, p) @ (-y / p),
            "This is p alone: the true class's own part is missing."),
    Mistake("p and y multiplied", lambda p, y: p * y, "p and y are multiplied: a difference is asked for."),
    Mistake("p and y added", lambda p, y: p + y,
            "p and y are added: should a p that equals y leave anything to learn?", SLIP),
    Mistake("absolute value", lambda p, y: np.abs(p - y),
            "The sign is lost: the true class is pulled up, the others are pushed down.", SLIP),
    Mistake("squared", lambda p, y: (p - y) ** 2, "This is the error squared, a loss and not its slope."),
    Mistake("half the square", lambda p, y: (p - y) ** 2 / 2, "This is a squared error, a loss and not its slope."),
    Mistake("averaged over the classes", lambda p, y: (p - y) / len(p),
            "Divided by the number of classes: the loss adds its terms up, and only one of them is not 0."),
    Mistake("multiplied by the classes", lambda p, y: (p - y) * len(p), "Multiplied by the number of classes.", SLIP),
    Mistake("divided by p", lambda p, y: (p - y) / p, "Divided by p: that p has cancelled already."),
    Mistake("-1 for the true class", lambda p, y: np.where(y > 0, -1.0, p),
            "For the true class only one part is left: its p enters too."),
    Mistake("difference of logarithms", lambda p, y: np.log(p) - y, "The logarithm is still there: it has been "
            "differentiated on the way."),
    Mistake("the loss's terms", lambda p, y: -y * np.log(p), "These are the terms of the loss, not their slope."),
    Mistake("summed", lambda p, y: np.sum(p - y),
            "The entries are added up, and that is always 0: each z has an entry of its own."),
    Mistake("sizes summed", lambda p, y: np.sum(np.abs(p - y)), "This is one number: each z has an entry of its own."),
    Mistake("first class", lambda p, y: p - (np.arange(len(p)) == 0),
            "Class 0 is taken for the true one, whatever y says. It fits the worked example only."),
    Mistake("likeliest class", lambda p, y: p - (np.arange(len(p)) == np.argmax(p)),
            "The likeliest class is taken for the true one: y says which class is true."),
    Mistake("likeliest class made sure", lambda p, y: (np.arange(len(p)) == np.argmax(p)) - y,
            "p is made one-hot first: its probabilities count, not the likeliest class alone."),
    Mistake("last class", lambda p, y: p - (np.arange(len(p)) == len(p) - 1),
            "The last class is taken for the true one, whatever y says."),
    Mistake("least likely class", lambda p, y: p - (np.arange(len(p)) == np.argmin(p)),
            "The least likely class is taken for the true one: y says which class is true."),
    Mistake("p rounded", lambda p, y: np.round(p) - y, "p is rounded before it is used: its size counts."),
    Mistake("loss times the difference", lambda p, y: -np.log(p) * (p - y),
            "The loss itself is multiplied in: it has been differentiated on the way."),
    Mistake("Jacobian times p", lambda p, y: (np.diag(p) - np.outer(p, p)) @ p,
            "The Jacobian meets p: it should meet what the loss feels of each p."),
    Mistake("Jacobian times y", lambda p, y: (np.diag(p) - np.outer(p, p)) @ y,
            "The Jacobian meets y: it should meet what the loss feels of each p."),
    Mistake("Jacobian times minus y", lambda p, y: -(np.diag(p) - np.outer(p, p)) @ y,
            "The Jacobian meets y: it should meet what the loss feels of each p, where p of the true class divides."),
    Mistake("Jacobian with every class's slope", lambda p, y: len(p) * p - 1,
            "Every class is treated as the true one: where does y enter?"),
    Mistake("Jacobian with every class's slope, sign turned", lambda p, y: 1 - len(p) * p,
            "Every class is treated as the true one: where does y enter?"),
    Mistake("minus y alone", lambda p, y: -1.0 * y, "This is -y alone: p does not enter."),
    Mistake("y alone", lambda p, y: 1.0 * y, "This is y alone: p does not enter."),
    Mistake("p over the classes", lambda p, y: p / len(p) - y,
            "p alone is divided by the number of classes: nothing is averaged here.", SLIP),
    Mistake("even shares added", lambda p, y: p - y + 1 / len(p), "Something is added to every entry.", SLIP),
    Mistake("even shares in place of p", lambda p, y: 1 / len(p) - y,
            "p does not enter: every class gets the same share."),
    Mistake("Jacobian and difference multiplied entry by entry", lambda p, y: (np.diag(p) - np.outer(p, p)) * (p - y),
            "A table: the products are there and their sum is missing; and the loss's own slope is another."),
    Mistake("Jacobian with the loss's terms", lambda p, y: (np.diag(p) - np.outer(p, p)) @ (-y * np.log(p)),
            "The Jacobian meets the terms of the loss: it should meet their slopes."),
    Mistake("place of the true class", lambda p, y: p - np.argmax(y),
            "The number of the true class is taken away from every p: y itself is 1 there and 0 elsewhere."),
    Mistake("p of the true class", lambda p, y: np.sum(p * y),
            "This is one number, the true class's p: each z has an entry of its own."),
    Mistake("1 minus p of the true class", lambda p, y: 1 - np.sum(p * y),
            "This is one number: each z has an entry of its own."),
    Mistake("p of the true class minus 1", lambda p, y: np.sum(p * y) - 1,
            "This is one number, the true class's: each z has an entry of its own."),
    Mistake("y counts twice", lambda p, y: p - 2 * y, "y counts twice.", SLIP),
    Mistake("p counts twice", lambda p, y: 2 * p - y, "p counts twice.", SLIP),
    Mistake("softmax applied again", lambda p, y: np.exp(p) / np.sum(np.exp(p)) - y,
            "p goes through a softmax once more: it holds probabilities already.", SLIP),
    Mistake("label smoothed", lambda p, y: p - (0.9 * y + 0.1 / len(p)), "y is changed before it is used.", SLIP),
    Mistake("softmax's slope alone", lambda p, y: p * (1 - p),
            "This is a slope of the softmax; the loss is not in it."),
    Mistake("Jacobian as it is", lambda p, y: np.diag(p) - np.outer(p, p),
            "This is the softmax's Jacobian: the loss is not in it, and δ has one entry for each z."),
    Mistake("Jacobian and gradient multiplied entry by entry", lambda p, y: (np.diag(p) - np.outer(p, p)) * (-y / p),
            "The products over all paths are there, in a table; their sum over the p is missing. (* or @?)"),
    Mistake("Jacobian and gradient multiplied entry by entry, rows",
            lambda p, y: (np.diag(p) - np.outer(p, p)) * (-y / p)[:, None],
            "The products over all paths are there, in a table; their sum over the p is missing. (* or @?)"),
    Mistake("every difference", lambda p, y: p[:, None] - y[None, :],
            "Every p meets every y in a table: one entry a class is asked for.", SLIP),
    Mistake("y taken for places", lambda p, y: p - (np.arange(len(p)) < 2), _PLACES),
    Mistake("writes into p", lambda p, y: _take_one_away(p, y),
            "The numbers are right, but they are written into p, which the caller still needs. Work on a copy.", SLIP),
    Mistake("truncated to integers", lambda p, y: (p - y).astype(int),
            "Every entry is 0: is the result written into the array that is returned, and can that hold fractions? (Or "
            "are the rows of the Jacobian added up, in the place of its columns with their factors?)", SLIP),
    Mistake("truncated where y holds integers", lambda p, y: (p - y).astype(y.dtype),
            "Right for floats, cut to 0 where y holds integers: a copy of y takes over y's type.", SLIP),
    Mistake("half of y", lambda p, y: p - y / 2, "y counts only half.", SLIP),
]


def _take_one_away(p, y):
    p[np.argmax(y)] -= 1
    return p
