# %% [markdown]
# # Lesson 6 · Training
#
# **After this lesson you can** train a network on real images with gradients that you wrote yourself, say what each
# part of a training loop is for, and find out why a run fails: a learning rate, an initialisation, an activation, a sum
# for a mean.
#
# **You need** lesson 4 (a batch, any depth) and the initial weights of lesson 5. Where something of yours is missing,
# the right functions come with this notebook.
#
# **It takes** about two hours. Each training run takes a second or two.

# %% [markdown]
# ## What is still missing
#
# You have gradients. For a batch of samples and a network of any depth, `backward_deep` gives
# $\partial L/\partial\theta$ for every weight and bias $\theta$. One step against them makes the loss a little smaller,
# on that batch.
#
# Between that and a program that reads handwriting there are four questions. Which samples go into a batch? How often
# do we step, and how far? When do we stop? And how do we know that the network has learned to read, and not just
# learned these images by heart? None of them needs new mathematics. Most programs that do not learn have one of them
# wrong.

# %%
import numpy as np

from utils import check
from utils.digits import load_digits
from utils.own_answers import bring
from utils.pictures import show
from utils.pictures.training import curves, ends_in_words, images, ravine
from utils.progress import Watch

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# ## What comes from earlier lessons
#
# The next five cells hold right answers of lessons 2, 4 and 5. You know what they do; run them and go on.

# %% given="given_step"
def gradient_step(params, grads, lr):
    return {name: params[name] - lr * grads[name] for name in params}

def numerical_gradient(f, x, eps=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = eps
        gradient[i] = (f(x + e) - f(x - e)) / (2 * eps)
    return gradient

# %% given="given_activations"
def activate(z, activation):
    """f(z), entry by entry. activation: "relu", "sigmoid" or "tanh"."""
    if activation == "sigmoid":
        return 0.5 + 0.5 * np.tanh(0.5 * z)      # the sigmoid, written so that nothing overflows
    return np.tanh(z) if activation == "tanh" else np.maximum(z, 0.0)

def slope(z, activation):
    """f'(z), entry by entry; ReLU's is 0 at 0."""
    h = activate(z, activation)
    return {"sigmoid": h * (1 - h), "tanh": 1 - h**2, "relu": 1.0 * (h > 0)}[activation]

# %% given="given_forward_deep"
def forward_deep(X, params, activations):
    cache, h, last = {"x": X}, X, len(activations) + 1
    for l, activation in enumerate(activations, start=1):
        cache[f"z{l}"] = h @ params[f"W{l}"] + params[f"b{l}"]
        cache[f"h{l}"] = h = activate(cache[f"z{l}"], activation)
    cache[f"z{last}"] = z = h @ params[f"W{last}"] + params[f"b{last}"]
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    cache["p"] = powers / powers.sum(axis=1, keepdims=True)
    return cache

# %% given="given_backward_deep"
def backward_deep(cache, Y, params, activations):
    grads, delta = {}, (cache["p"] - Y) / len(Y)
    for l in range(len(activations) + 1, 0, -1):
        below = cache[f"h{l - 1}"] if l > 1 else cache["x"]
        grads[f"W{l}"], grads[f"b{l}"] = below.T @ delta, delta.sum(axis=0)
        if l > 1:
            delta = (delta @ params[f"W{l}"].T) * slope(cache[f"z{l - 1}"], activations[l - 2])
    return grads

# %% given="given_loss_and_start"
def batch_loss(P, Y):
    return -np.mean(np.log(np.maximum(np.sum(P * Y, axis=1), 1e-300)))

def he_init(sizes, rng):
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)
        params[f"b{l}"] = np.zeros(n_out)
    return params

# %% [markdown]
# ### Your own gradients
#
# It would be a pity to train with functions that somebody else wrote. If your notebook of lesson 4 lies beside this one
# (or in its folder next door), the next cell fetches your three functions from it. Each is tried first. One that is not
# finished, or gives other numbers, or is very slow stays behind, and the right one from above is used.

# %%
bring(["forward_deep", "backward_deep", "batch_loss"], globals())

# %% [markdown]
# ## The data
#
# 1,797 pictures of digits, written by thirteen people with a pen on paper, scanned, and reduced to 8 × 8 grey values.
# `load_digits()` returns them as rows of 64 numbers from 0 (white) to 1 (black), and beside them the digit that each
# is.

# %%
X_all, digits = load_digits()
X_all.shape, digits.shape, np.bincount(digits)

# %%
show(images(X_all[:20], titles=digits[:20]),
     alt="The first twenty images with their labels, 0 to 9 twice. The digits are coarse, and every one "
         "can be read.")

# %% [markdown]
# The network's last layer gives ten probabilities, so a label has to be a row of ten numbers, all 0 except a 1 at the
# place of the digit: *one-hot*, as in lesson 4.
#
# **Before you run the next cell:** `np.eye(10)` is the identity matrix. What is `np.eye(10)[[3, 0]]`?

# %%
Y_all = np.eye(10)[digits]
Y_all[:3]

# %% [markdown]
# Indexing with a list of row numbers picks those rows, in that order. You will need this twice more today.

# %% [markdown]
# ## Which samples to keep away from
#
# A network with thousands of weights can learn a few hundred images by heart. Its loss on these then says nothing about
# an image that it has never seen. So some samples are put aside before anything else happens, the *test set*, and used
# once, at the very end.
#
# We will also make choices on the way: a learning rate, how long to train. Each choice made by looking at some samples
# fits the network to those samples a little. For choices there is a second part, the *validation set*. What remains is
# the *training set*, the only one whose gradients are ever computed.
#
# Two things go wrong in practice. Files are often sorted, by class or by writer: then the last 20 % are another kind of
# sample than the first 80 %, so the choice must be random. And if one sample gets into both parts, the test measures
# memory.

# %% [markdown]
# ### Exercise: `split_data` · easy · 10 minutes
#
# Put `n_held` samples aside, chosen at random, and keep the others. Draw all chance from `rng`, a NumPy random
# generator: `rng.permutation(N)` gives the numbers 0 to N - 1 in random order. Whoever calls you with a generator in
# the same state then gets the same split, today and next year.

# %% exercise="split_data"
def split_data(X, Y, n_held, rng):
    """Two parts of the samples, chosen at random: those that are kept and those that are put aside.

    X: (N, n), may hold whole numbers. Y: (N, C), one-hot. n_held: 1 to N - 1. rng: a NumPy Generator.
    Returns (X_kept, Y_kept), (X_held, Y_held), with N - n_held and n_held rows.
    X and Y stay as they are.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    held, kept = order[:n_held], order[n_held:]
    return (X[kept], Y[kept]), (X[held], Y[held])
    ### END SOLUTION

# %% test="split_data" points=2
check("split_data", split_data)

# %% [markdown]
# <details><summary>The check says that labels and images do not belong together</summary>
#
# X and Y are two arrays, and row 7 of one belongs to row 7 of the other. How many times do you draw an order? With two
# draws, row 7 goes to two different places.
#
# </details>
#
# <details><summary>The check says that it writes into its argument</summary>
#
# `rng.shuffle(X)` reorders the array that the caller still holds. Leave X as it is and reorder row numbers;
# `X[numbers]` is a new array.
#
# <details><summary>One step further</summary>
#
# Draw one order of all row numbers. Cut it in two. Each piece picks rows from X and the same rows from Y.
#
# </details>
# </details>
#
# <details><summary>The check says that the same split comes out whatever rng is</summary>
#
# Is there an `np.random.default_rng(...)` inside your function? Then you have made a generator of your own. Use the one
# that was handed in.
#
# </details>

# %%
rng = np.random.default_rng(6)
(X_rest, Y_rest), (X_test, Y_test) = split_data(X_all, Y_all, 360, rng)
(X_train, Y_train), (X_val, Y_val) = split_data(X_rest, Y_rest, 180, rng)
len(X_train), len(X_val), len(X_test)

# %% [markdown]
# 360 test samples, a fifth. From here on nobody looks at them.

# %% [markdown]
# **Question.** A colleague tries fifty learning rates, keeps the one with the best *test* accuracy, and reports that
# accuracy. What is wrong with the number?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* It is too high on average. Each of the fifty accuracies is the true one plus some luck, and picking the
# largest picks luck along with quality. The test set was used for a choice, so it has become a validation set, and
# there is no test set left.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## How many does it get right?
#
# The loss is what we can differentiate. What we want to know is simpler: for how many samples is the likeliest class
# the right one?
#
# ### Exercise: `accuracy` · easy · 5 minutes

# %% exercise="accuracy"
def accuracy(P, Y):
    """The share of samples whose largest probability stands at the true class.

    P: (N, C), probabilities, a row a sample. Y: (N, C), one-hot. Returns a number between 0 and 1.
    """
    ### BEGIN SOLUTION
    return np.mean(np.argmax(P, axis=1) == np.argmax(Y, axis=1))
    ### END SOLUTION

# %% test="accuracy" points=1
check("accuracy", accuracy)

# %% [markdown]
# <details><summary>My share comes out too high</summary>
#
# In a one-hot row of ten, nine entries are 0. If you compare entries, the zeros are easy to hit. What is it that should
# be counted?
#
# </details>
#
# <details><summary>My share comes out too low</summary>
#
# A class can be the likeliest with a probability of 0.3, when the other nine share the rest. Is there a threshold in
# your code?
#
# <details><summary>One step further</summary>
#
# `np.argmax` with an `axis` gives the place of the largest entry, for each row or for each column. Which of the two is
# a sample?
#
# </details>
# </details>

# %% [markdown]
# Now a network, with He's initial weights: 64 inputs, hidden layers of 128 and 64 units with ReLU, 10 outputs.
#
# **Before you run the next cell:** it has not learned anything. What accuracy do you expect? And which loss, if it gave
# every class a probability of one tenth?

# %%
sizes, activations = [64, 128, 64, 10], ["relu", "relu"]
start = he_init(sizes, np.random.default_rng(1))

def predict(X, params):
    return forward_deep(X, params, activations)["p"]

P = predict(X_val, start)
print(f"accuracy {accuracy(P, Y_val):.3f}   loss {batch_loss(P, Y_val):.3f}   ln 10 = {np.log(10):.3f}")

# %% [markdown]
# About one in ten, by chance, and a loss near $-\ln\frac{1}{10} = \ln 10 \approx 2.303$. It is a number worth knowing:
# a run that stays there has learned nothing.

# %% [markdown]
# ## Minibatches
#
# The loss of the training set is a mean over 1,257 samples, and so is its gradient. One step needs a forward and a
# backward pass through all of them. But the gradient of a *minibatch*, a small part of the samples, points in much the
# same direction.
#
# **Before you run the next cell:** it compares the gradient of all samples with that of a random minibatch, by the
# cosine of the angle between them (1: same direction, 0: unrelated), on average over ten draws. What do you expect for
# 64 samples? For 4?

# %%
def direction(X, Y, params):
    grads = backward_deep(forward_deep(X, params, activations), Y, params, activations)
    return np.concatenate([grads[name].ravel() for name in sorted(grads)])

# %%
full = direction(X_train, Y_train, start)
for size in (1, 4, 16, 64, 256):
    cosines = []
    for draw in range(10):
        rows = np.random.default_rng(draw).permutation(len(X_train))[:size]
        part = direction(X_train[rows], Y_train[rows], start)
        cosines.append(part @ full / np.linalg.norm(part) / np.linalg.norm(full))
    print(f"{size:4} samples   cosine {np.mean(cosines):.2f} on average")

# %% [markdown]
# 64 samples cost a twentieth of all and point much the same way. Twenty steps for the price of one is a good bargain,
# even if each is a little off.
#
# So training goes like this. Shuffle the samples, cut the order into minibatches, take a step for each. When every
# sample has had its turn, one *epoch* is over; shuffle again. With five samples, minibatches of two and the order 3, 0,
# 4, 1, 2:
#
# | batch | samples |
# |---|---|
# | first | 3, 0 |
# | second | 4, 1 |
# | third | 2 |
#
# The last batch is what is left. It may be shorter, but leaving it out would mean that in every epoch some samples are
# not used.

# %% [markdown]
# ### Exercise: `minibatches` · medium · 15 minutes
#
# Deal the samples of one epoch into batches.

# %% exercise="minibatches"
def minibatches(X, Y, batch_size, rng):
    """The batches of one epoch: every sample in exactly one of them, its label beside it.

    X: (N, n), may hold whole numbers. Y: (N, C), one-hot. batch_size: 1 or more.
    rng: a NumPy Generator, which decides the order.
    Returns a list of pairs (X_batch, Y_batch) with batch_size rows each, the last with what is left.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    batches = []
    for first in range(0, len(X), batch_size):
        rows = order[first:first + batch_size]
        batches.append((X[rows], Y[rows]))
    return batches
    ### END SOLUTION

# %% test="minibatches" points=2
check("minibatches", minibatches)

# %% [markdown]
# <details><summary>The check says that samples are lost</summary>
#
# With 23 samples and batches of 5, how many batches are there? `N // batch_size` is 4, and 3 samples are left over.
# Where does your loop end?
#
# <details><summary>One step further</summary>
#
# Let the loop run over the place where each batch begins: 0, 5, 10, ... A slice that reaches beyond the end of an array
# stops at the end by itself.
#
# </details>
# </details>
#
# <details><summary>The check says that samples come more than once</summary>
#
# `rng.integers` and `rng.choice` draw each time from all samples, like dice. An epoch is dealt like cards: one order,
# cut into pieces.
#
# </details>
#
# <details><summary>The check says that only the batches are shuffled, or only inside</summary>
#
# If you cut first and shuffle afterwards, the same samples stay together, or stay in the same batch. Which comes first?
#
# </details>

# %%
batches = minibatches(X_train, Y_train, 64, np.random.default_rng(0))
len(batches), len(batches[0][0]), len(batches[-1][0])

# %% [markdown]
# **Before you run the next cell:** it averages the gradients of all these batches, each weighted by its number of
# samples, and compares with the gradient of the whole training set, all at the same parameters. How far apart are they?

# %%
weighted = sum(len(X) / len(X_train) * direction(X, Y, start) for X, Y in batches)
print(f"largest difference: {np.max(np.abs(weighted - full)):.0e}")

# %% [markdown]
# Equal, up to rounding. The gradient of a mean is the mean of the gradients, so a random minibatch is right on average:
# what is off in one batch is made up for in another.

# %% [markdown]
# **Question.** Here the parameters stayed the same for all batches. In training, every batch is followed by a step. Is
# an epoch of twenty small steps then the same as one large step with the whole training set?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* No. The second batch's gradient is taken at parameters that the first step has already moved. To first order
# in the learning rate the two agree, which is why a small learning rate hides the difference; the rest is what makes
# twenty steps better than one: each begins where the last one ended.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## The training loop
#
# Everything is there now. For each epoch, for each minibatch: forward, backward, step:
#
# $$\theta \leftarrow \theta - \eta\,\frac{\partial L_{\text{batch}}}{\partial \theta}$$
#
# with the *learning rate* $\eta$, `lr` in the code.
#
# ### Exercise: `train` · medium · 20 minutes
#
# Use `minibatches`, `forward_deep`, `backward_deep` and `gradient_step`. At the end of each epoch, if `after_epoch` is
# not `None`, call it with the parameters as they are then: this is how progress gets out of the loop. Start a new
# shuffle in every epoch, and leave the dictionary `params` that you were handed as it is.

# %% exercise="train"
def train(params, X, Y, activations, epochs, batch_size, lr, rng, after_epoch=None):
    """θ ← θ - η ∂L_batch/∂θ for each minibatch, for a number of epochs.

    params: W1, b1, ..., WK, bK. X: (N, n), may hold whole numbers. Y: (N, C), one-hot.
    activations: K - 1 names. lr: η. rng: a NumPy Generator.
    after_epoch(params) is called at the end of each epoch. Returns the params after the last one.
    """
    ### BEGIN SOLUTION
    for epoch in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            cache = forward_deep(X_batch, params, activations)
            grads = backward_deep(cache, Y_batch, params, activations)
            params = gradient_step(params, grads, lr)
        if after_epoch is not None:
            after_epoch(params)
    return params
    ### END SOLUTION

# %% test="train" points=3
check("train", train, needs=["minibatches"],
      forward_deep=forward_deep, backward_deep=backward_deep, gradient_step=gradient_step)

# %% [markdown]
# <details><summary>The check says that the parameters do not move</summary>
#
# `gradient_step` returns new parameters. Where do you keep them, and which ones does the next batch begin with?
#
# </details>
#
# <details><summary>The check says it is right with one batch and wrong with several</summary>
#
# Two loops stand one inside the other. Write the five things that happen on a piece of paper (shuffle and cut, forward,
# backward, step, `after_epoch`) and beside each whether it happens once an epoch or once a batch.
#
# <details><summary>One step further</summary>
#
# Two of the five happen once an epoch. A step happens after every batch, with the gradient of that batch alone.
#
# </details>
# </details>
#
# <details><summary>The check says that it writes into params</summary>
#
# `params[name] -= ...` changes the dictionary that the caller still holds. `gradient_step` makes a new one; give it the
# name `params` inside your function and the caller's stays as it was.
#
# </details>
#
# <details><summary>The check says that every epoch has the same order</summary>
#
# Where is `minibatches` called: before the loop over epochs, or in it? And does it get `rng` itself? A generator made
# anew from the same seed begins at the same place each time.
#
# </details>

# %% [markdown]
# ## The first run
#
# `Watch` is an `after_epoch` that draws a progress bar. It calls `measure` at the end of each epoch and keeps what that
# returns. Only the training set is trained on; the validation loss is measured and nothing more.
#
# **Before you run the next cells:** sketch the two curves that you expect, loss over epochs. Where do they begin?

# %%
def measure(params):
    return {"training loss": batch_loss(predict(X_train, params), Y_train),
            "validation loss": batch_loss(predict(X_val, params), Y_val)}

# %%
plain = Watch(25, measure, start)
trained_plainly = train(start, X_train, Y_train, activations, epochs=25, batch_size=64, lr=0.1,
                        rng=np.random.default_rng(0), after_epoch=plain)
print(f"validation accuracy: {100 * accuracy(predict(X_val, trained_plainly), Y_val):.1f} %")

# %%
show(curves(plain.history, marks=[(np.log(10), "ln 10: all classes alike")]),
     alt="Training and validation loss over 25 epochs, on a logarithmic scale. Both begin a little above "
         "ln 10 and fall fast in the first epochs. " + ends_in_words(plain.history))

# %% [markdown]
# It learns: with gradients of your own, from nothing but labelled pictures. Both curves begin a little above $\ln 10$
# and fall together at first. Then the training loss keeps falling and the validation loss hardly does. The gap between
# them is what the network knows about these images and not about digits.

# %% [markdown]
# ## Momentum
#
# The steps of gradient descent forget. Look at it on a landscape of two parameters that you can see from above: a ravine,
# $L = \frac12(\theta_0^2 + 25\,\theta_1^2)$, steep across and gentle along.
#
# **Before you run the next cell:** the gradient is $(\theta_0,\ 25\,\theta_1)$ and the descent starts at $(-10, 1)$.
# With a learning rate of 0.07, where is $\theta_1$ after one step? After two? (Leave `momentum` and `v` in the code
# aside: with momentum 0, `v` is the gradient.)

# %%
def descend(lr, momentum, steps=30, curvatures=np.array([1.0, 25.0])):
    theta, v = np.array([-10.0, 1.0]), np.zeros(2)
    path = [theta]
    for _ in range(steps):
        v = momentum * v + curvatures * theta
        theta = theta - lr * v
        path.append(theta)
    return np.array(path)

descend(0.07, 0.0)[:4]

# %% [markdown]
# $\theta_1$ goes $1 \to -0.75 \to 0.5625$: it jumps from one wall to the other. Along the ravine $\theta_0$ creeps, by
# 7 % a step. A larger learning rate would help along, but at $\eta > 2/25 = 0.08$ the jumps across get larger from step
# to step.
#
# The cure is to remember. Across, the gradients point this way and that, and cancel when they are added up. Along, they
# all point the same way, and pile up. So keep a running sum of gradients, the *velocity* $v$, in which old ones fade by
# a factor $\mu$ a step, and step along it:
#
# $$v \leftarrow \mu\,v + \frac{\partial L}{\partial \theta}, \qquad \theta \leftarrow \theta - \eta\,v$$
#
# This is *momentum*. With $\mu = 0$ it is gradient descent. The function above has it already.
#
# **Before you run the next cell:** 30 steps without momentum, then 30 with $\mu = 0.7$, from the same place and with the
# same $\eta$. Does the second path still jump across? Does it arrive?

# %%
paths = {"gradient descent, η = 0.07": descend(0.07, 0.0), "with momentum, μ = 0.7": descend(0.07, 0.7)}
show(ravine(paths, [1, 25]),
     alt="Two descents of 30 steps in the same ravine, from the square on the left to the star in the middle. "
         "Without momentum the path first jumps from wall to wall, then creeps and does not arrive. With "
         "momentum it swings to and fro, moves faster along the ravine, and arrives.")

# %% [markdown]
# The second path swings across too, but along the ravine its gradients pile up: it runs past the bottom and comes back. In the
# end $\theta_0$ is 1.1 away from it without momentum, and 0.06 with.
#
# **On paper.** One parameter, $L = \theta^2$, so the gradient is $2\theta$. Start at $\theta = 1$, $v = 0$, with
# $\eta = 0.1$ and $\mu = 0.5$, and take two steps. Then compare.
#
# | | $\partial L/\partial\theta$ | $v$ | $\theta$ |
# |---|---|---|---|
# | start | | 0 | 1 |
# | first step | 2 | | |
# | second step | | | |

# %%
theta, v = 1.0, 0.0
for step in (1, 2):
    gradient = 2 * theta
    v = 0.5 * v + gradient
    theta = theta - 0.1 * v
    print(f"step {step}: gradient {gradient:.2f}   v {v:.2f}   θ {theta:.2f}")

# %% [markdown]
# The second step is longer than the first although the gradient is smaller: half of the first one is still in $v$.
#
# If the gradient stayed the same, $g$, the velocity would grow towards $g + \mu g + \mu^2 g + \dots = g/(1-\mu)$. With
# $\mu = 0.9$, steps get up to ten times as long. (Some books put the learning rate or a factor $1 - \mu$ inside the
# velocity. The idea is the same, the numbers differ; we stay with the two formulas above.)

# %% [markdown]
# ### Exercise: `momentum_step` · easy · 10 minutes
#
# The two formulas for a whole network: each weight and each bias has a velocity of its own, in a dictionary with the
# same keys.

# %% exercise="momentum_step"
def momentum_step(params, grads, velocity, lr, momentum):
    """v ← μ v + ∂L/∂θ, then θ ← θ - η v, for every entry of every array.

    params, grads, velocity: dictionaries with the same keys and shapes, may hold whole numbers.
    lr: η. momentum: μ. Returns (new params, new velocity), two new dictionaries; the three that were
    handed in stay as they are.
    """
    ### BEGIN SOLUTION
    velocity = {name: momentum * velocity[name] + grads[name] for name in params}
    params = {name: params[name] - lr * velocity[name] for name in params}
    return params, velocity
    ### END SOLUTION

# %% test="momentum_step" points=2
check("momentum_step", momentum_step)

# %% [markdown]
# <details><summary>The check takes μ times the old velocity away and something else is left</summary>
#
# What is left should be the gradient, whole. If it is a tenth or a part of it, a factor has got in that is not in the
# formula. If it has the wrong sign, look at the first arrow; if part of the old velocity is still there, look for μ.
#
# </details>
#
# <details><summary>The velocity is right and the parameters are not</summary>
#
# Which of the two velocities does the step use, the one that came in or the one that goes out? The formulas are carried
# out in the order in which they stand.
#
# </details>
#
# <details><summary>The check says that it writes into its arguments</summary>
#
# `velocity[name] = ...` changes the dictionary that was handed in. Begin with new dictionaries, and fill those.
#
# </details>

# %% [markdown]
# ### Exercise: `train_momentum` · medium · 10 minutes
#
# Your loop once more, with `momentum_step` in place of `gradient_step`. Copy `train` and change what has to change. The
# velocity is 0 at the start. How long does it live: for a batch, an epoch, the whole run?

# %% exercise="train_momentum"
def train_momentum(params, X, Y, activations, epochs, batch_size, lr, momentum, rng, after_epoch=None):
    """v ← μ v + ∂L_batch/∂θ, then θ ← θ - η v, for each minibatch of each epoch; v = 0 at the start.

    momentum: μ. Everything else as in train. Returns the params after the last epoch.
    """
    ### BEGIN SOLUTION
    velocity = {name: np.zeros(value.shape) for name, value in params.items()}
    for epoch in range(epochs):
        for X_batch, Y_batch in minibatches(X, Y, batch_size, rng):
            cache = forward_deep(X_batch, params, activations)
            grads = backward_deep(cache, Y_batch, params, activations)
            params, velocity = momentum_step(params, grads, velocity, lr, momentum)
        if after_epoch is not None:
            after_epoch(params)
    return params
    ### END SOLUTION

# %% test="train_momentum" points=3
check("train_momentum", train_momentum, forward_deep=forward_deep, backward_deep=backward_deep,
      needs=["minibatches", "momentum_step"])

# %% [markdown]
# <details><summary>The check says that the velocity begins at 0 again</summary>
#
# Where in the function is the line that sets it to 0? Nothing happens between two epochs that would be a reason to
# stand still.
#
# </details>
#
# <details><summary>The check says that this is the run without momentum</summary>
#
# `momentum_step` returns two things. If only the parameters are kept, every step begins with a velocity of 0.
#
# </details>

# %% [markdown]
# ## The second run
#
# The same start, the same data, the same number of epochs, with $\mu = 0.9$.
#
# **Before you run the next cells:** the first run ended with the two losses printed above. Where will each end now?

# %%
watch = Watch(25, measure, start)
trained = train_momentum(start, X_train, Y_train, activations, epochs=25, batch_size=64, lr=0.1,
                         momentum=0.9, rng=np.random.default_rng(0), after_epoch=watch)
print(f"validation accuracy: {100 * accuracy(predict(X_val, trained), Y_val):.1f} %")

# %%
both = {f"{part}, {name}": history[f"{part} loss"] for name, history in
        (("plain", plain.history), ("momentum", watch.history)) for part in ("training", "validation")}
show(curves(both),
     alt="The losses of both runs on a logarithmic scale. With momentum the training loss falls much faster. "
         + ends_in_words(both))
print("with momentum, the validation loss is lowest after epoch", np.argmin(watch.history["validation loss"]))

# %% [markdown]
# The training loss falls by another factor of ten or more. The validation loss does not follow it down: it is lowest
# early on. From there the network learns the training images by heart. Its accuracy does not suffer much from it, but
# nothing is gained either, and whoever stops there saves the time.
#
# Now, once, the samples that nobody has looked at:

# %%
P_test = predict(X_test, trained)
print(f"test accuracy: {100 * accuracy(P_test, Y_test):.1f} %")

# %% [markdown]
# Some 97 of 100 digits, read with nothing but matrix products, a softmax and derivatives that you can write on a page.
#
# How sure is that number? Each test image is read or misread, like a coin that falls on the right side 97 times in 100.
# With 360 throws, the share of right ones has a standard deviation of $\sqrt{0.97 \cdot 0.03/360} \approx 0.9\,\%$. And
# these are the hands of the same thirteen writers: on yours it may do worse.

# %% [markdown]
# ## What it gets wrong
#
# **Before you run the next cell:** which digits would you yourself confuse, at 8 × 8?

# %%
said, true = np.argmax(P_test, axis=1), np.argmax(Y_test, axis=1)
missed = np.flatnonzero(said != true)[:8]
titles = [f"{true[i]} read as {said[i]}\n({100 * P_test[i, said[i]]:.0f} % sure)" for i in missed]
show(images(X_test[missed], titles=titles, columns=8),
     alt="Test images that are misread, with the true digit, what was read, and how sure of it: "
         + "; ".join(title.replace("\n", " ") for title in titles))

# %% [markdown]
# Some of these you would misread yourself. Others are plain, and the network is wrong with a high probability all the
# same: a small training loss asks for probabilities near 1, on images it has seen, and it has learned to be as sure of
# those it has not.

# %% [markdown]
# ## What the first layer looks at
#
# Column $j$ of $W_1$ holds the weights from the 64 pixels to unit $j$ of the first hidden layer. So it is a picture:
# light where ink pushes the unit up, dark where ink pushes it down. Its mean $h$ for the images of each digit tells which digit a
# unit stands for, if any.

# %%
change = trained["W1"] - start["W1"]
most = np.argsort(-np.linalg.norm(change, axis=0))[:8]               # the units that training changed most
h1 = forward_deep(X_train, trained, activations)["h1"]
means = [h1[Y_train[:, digit] == 1].mean(axis=0) for digit in range(10)]
titles = [f"most on for {digit}" for digit in np.argmax(means, axis=0)[most]]

# %% [markdown]
# **Before you run the next cell:** a unit is on for 0 more than for any other digit. Where will its picture be light, and where
# dark?

# %%
show(images(np.concatenate([trained["W1"].T[most], change.T[most]]), columns=8, signed=True,
            titles=titles + ["change"] * 8),
     alt="Two rows of eight pictures, light for positive and dark for negative weights: above, the weights of "
         "eight units after training, speckled, each " + ", ".join(titles) + "; below, what training changed: "
         "light and dark patches in the middle and hardly anything at the left and right border.")

# %% [markdown]
# The upper row still shows the random start. The lower row, what was learned, is clearer: a unit for 0 (if there is one
# among these eight) wants no ink in the middle, where most other digits have some. Along the left and right border hardly
# anything has changed.
#
# **Before you run the next cell:** some pixels are white in every training image. What has
# $\partial L/\partial W_1[i,j] = \sum_n x[n,i]\,\delta_1[n,j]$ been for such a pixel $i$, in every step?

# %%
never = np.flatnonzero(np.all(X_train == 0, axis=0))
print("pixels that are white in every training image:", never)
print("largest change of a weight from one of them:  ", np.max(np.abs(change[never])))

# %% [markdown]
# Exactly zero. A weight learns only when something comes through it, and these are as random as on the first day. If a
# test image had ink there, the network would multiply it by those random numbers.

# %% [markdown]
# ## The gradient check, once more
#
# All this rests on `backward_deep`. Is it still right at the trained parameters, on real images? Central differences of
# the loss will tell, for the weights of the last layer and the biases of the first. (All 17,226 parameters would need
# 34,452 forward passes.) Any fifty images will do, since nothing is learned from them.

# %%
X_some, Y_some = X_all[550:600], Y_all[550:600]

def furthest(params, name, eps):
    """(largest difference of backward_deep and central differences, largest entry) of ∂L/∂name."""
    def loss(value):
        return batch_loss(predict(X_some, params | {name: value}), Y_some)
    cache = forward_deep(X_some, params, activations)
    gradient = backward_deep(cache, Y_some, params, activations)[name]
    difference = numerical_gradient(loss, params[name], eps) - gradient
    return np.max(np.abs(difference)), np.max(np.abs(gradient))

# %%
for params, when, name in ((start, "at the start", "W3"), (start, "at the start", "b1"),
                           (trained, "after training", "W3")):
    difference, largest = furthest(params, name, 1e-5)
    print(f"{when:14}  ∂L/∂{name}   largest difference {difference:.0e}   largest entry {largest:.0e}")

# %% [markdown]
# Two of the differences are rounding. The one in the middle is not: an entry of $\partial L/\partial b_1$ is off, by
# nearly a hundredth of the largest. A bug that shows in one unit of 128?
#
# **Before you run the next cell:** ReLU has a corner at $z = 0$. What does a central difference measure when a unit's
# $z$ is closer to 0 than $\varepsilon$?

# %%
z1 = forward_deep(X_some, start, activations)["z1"]
print("entries of z1:", z1.size, "  closer to 0 than 1e-5:", np.sum(np.abs(z1) < 1e-5))
print(f"largest difference with ε = 1e-7: {furthest(start, 'b1', 1e-7)[0]:.0e}")

# %% [markdown]
# The step of $\varepsilon$ carried that one unit across its corner, so the difference measured something between the two
# slopes. The gradient is right, and the difference was not: with a smaller $\varepsilon$ nothing crosses any more. This
# is why corners are kept out of finite-difference checks.
#
# Look at the sizes as well. After training the entries are smaller, because $\delta = (p - y)/N$ is nearly 0 for images that
# are known by heart. A fixed limit for the difference then lets more mistakes pass, so check gradients at the start, or
# relative to their size.

# %% [markdown]
# ## Experiments
#
# Now use it. Each of the four experiments has a guess to make first, then the runs, then measurements that say why. The
# runs are short, with smaller networks, so that they take a second or two.

# %%
def experiment(sizes, activation, start, lr, momentum=0.9, epochs=10):
    """The training loss at the start and after each epoch, and the parameters at the end."""
    names, losses, rng = [activation] * (len(sizes) - 2), [], np.random.default_rng(0)
    def note(params):
        losses.append(batch_loss(forward_deep(X_train, params, names)["p"], Y_train))
    note(start)
    end = train_momentum(start, X_train, Y_train, names, epochs, 64, lr, momentum, rng, note)
    return losses, end

small = [64, 32, 32, 10]

# %% [markdown]
# ### 1. Depth, with sigmoid and with ReLU
#
# A network with two hidden layers and one with six, each with sigmoids and with ReLU, all with He's initial weights.
#
# **Before you run it:** lesson 5 followed $\delta$ through the layers. Which of the four will not learn? What will its
# loss be?

# %%
deep, losses = [64] + [32] * 6 + [10], {}
for layers in (small, deep):
    for name in ("relu", "sigmoid"):
        first = he_init(layers, np.random.default_rng(1))
        losses[f"{len(layers) - 2} hidden layers, {name}"], _ = experiment(layers, name, first, 0.1)
show(curves(losses, marks=[(np.log(10), "ln 10")]),
     alt="Training loss over ten epochs. The deep network of sigmoids stays at ln 10. " + ends_in_words(losses))

# %% [markdown]
# Six hidden layers of sigmoids stay at $\ln 10$: every class gets the same probability, whatever the image. Why?
#
# **Before you run the next cell:** it measures, before the first step, the length of $\partial L/\partial W_1$, and how much the
# last hidden layer differs from image to image (the standard deviation of its units, on average). The product of weights
# and slopes makes the first small. What does it do to the second?

# %%
for layers in (small, deep):
    for name in ("relu", "sigmoid"):
        last, names, first = len(layers) - 2, [name] * (len(layers) - 2), he_init(layers, np.random.default_rng(1))
        cache = forward_deep(X_train, first, names)
        grads = backward_deep(cache, Y_train, first, names)
        differs = np.mean(np.std(cache[f"h{last}"], axis=0))
        print(f"{last} hidden layers, {name:8} ∂L/∂W1: {np.linalg.norm(grads['W1']):.4f}   h{last} differs by {differs:.4f}")

# %% [markdown]
# The first layer of the deep sigmoids is told a thousandth of what ReLU's is told, as in lesson 5. And the last hidden layer
# is the same for every image, to three digits: the factors that shrink δ on the way down shrink the difference between two
# images on the way up. So the last layer can learn only what needs no image, how frequent each class is; and the layers that
# could tell it more are not told to.

# %% [markdown]
# ### 2. Where to start
#
# The same network from five starts: He's weights, all zeros, all 0.1, random but a hundred times too small, random with
# a spread of 1.
#
# **Before you run it:** which of the five will learn as usual? Two of the others fail for the same reason. Which?

# %%
he = he_init(small, np.random.default_rng(1))
wide = {name: value * (1 if name[0] == "b" else np.sqrt(len(value) / 2)) for name, value in he.items()}
starts = {"He": he, "zeros": {name: 0 * value for name, value in he.items()},
          "all 0.1": {name: 0 * value + 0.1 * (name[0] == "W") for name, value in he.items()},
          "He / 100": {name: value / 100 for name, value in he.items()}, "spread 1": wide}
runs = {name: experiment(small, "relu", params, 0.1) for name, params in starts.items()}
losses = {name: losses for name, (losses, end) in runs.items()}
show(curves(losses, marks=[(np.log(10), "ln 10")]),
     alt="Training loss over ten epochs. " + ends_in_words(losses))

# %% [markdown]
# Three curves stay at $\ln 10$. *Spread 1* begins far above, falls to about that in its first epoch, and then hardly further.
# The reasons differ. The next cell measures the length of $\partial L/\partial W_1$ before the
# first step, and at the end how many of the 32 units of layer 1 are different and how many of all 64 hidden units are dead.
#
# **Before you run it:** what will stand in the row of zeros?

# %%
def dead(params):
    """How many of the 64 hidden units are off for every training image."""
    cache = forward_deep(X_train, params, ["relu"] * 2)
    return sum(int(np.sum(np.all(cache[name] == 0, axis=0))) for name in ("h1", "h2"))

print("start      ∂L/∂W1   different   dead")
for name, params in starts.items():
    grads = backward_deep(forward_deep(X_train, params, ["relu"] * 2), Y_train, params, ["relu"] * 2)
    different = len(np.unique(np.round(runs[name][1]["W1"], 6), axis=1).T)
    print(f"{name:9}  {np.linalg.norm(grads['W1']):6.0e}   {different:9}   {dead(runs[name][1]):4}")

# %% [markdown]
# *Zeros* and *all 0.1* fail alike: one unit, 32 times over, and when it dies all of them do. With zeros there is not even a
# gradient, and with equal weights there is only rounding at first, since they hand down the sum of all $p - y$, which is 0.
# *He / 100* keeps its units different; signals and gradients shrink in every layer, and ten epochs are not enough to leave the
# plateau.
# *Spread 1* has too much: a gradient thirty times as long as He's, first steps that kill half of the units, and a slow
# recovery with the others.

# %% [markdown]
# ### 3. The learning rate
#
# **Before you run it:** five learning rates from 0.001 to 10, each ten times the one before. Which is best after ten
# epochs? What do the two ends look like?

# %%
rates = {lr: experiment(small, "relu", he, lr, momentum=0.0) for lr in (0.001, 0.01, 0.1, 1, 10)}
losses = {f"η = {lr}": losses for lr, (losses, end) in rates.items()}
show(curves(losses, marks=[(np.log(10), "ln 10")]),
     alt="Training loss over ten epochs, without momentum. " + ends_in_words(losses))

# %% [markdown]
# A learning rate is a choice, so the validation set has the last word. Beside its accuracy, the next cell shows how long the
# first step is in layer 1, as a share of the weights' length, and how many units are dead at the end.
#
# **Before you run it:** lesson 5 called a hundredth or a thousandth usual. Which of the five rates is that?

# %%
grads = backward_deep(forward_deep(X_train, he, ["relu"] * 2), Y_train, he, ["relu"] * 2)
print("η       step / weights   dead   validation accuracy")
for lr, (_, end) in rates.items():
    share = lr * np.linalg.norm(grads["W1"]) / np.linalg.norm(he["W1"])
    right = accuracy(forward_deep(X_val, end, ["relu"] * 2)["p"], Y_val)
    print(f"{lr:<6}  {share:14.4f}   {dead(end):4}   {100 * right:17.1f} %")

# %% [markdown]
# Too small: it creeps, and would arrive some day. Too large: the first step is a tenth of the weights, or all of them, and soon
# most ReLU units are off for every image and cannot come back. At $\eta = 10$ little more than the output bias is left, and a loss near that
# of equal classes.
# In between there is a wide range that works, which is why people search for learning rates in factors of ten, or of three.

# %% [markdown]
# ### 4. Sum in place of mean
#
# Lesson 4 put $1/N$ into the output layer's $\delta$, once. Suppose somebody forgot it: every gradient is then the sum
# over the batch, 64 times as large.
#
# **Before you run it:** that is the same as another learning rate. Which one? And which learning rate would the sum
# need, to give back the curve that the mean has with 0.1?

# %%
def with_sums(params, lr, rng, names=("relu", "relu")):
    losses = [batch_loss(forward_deep(X_train, params, names)["p"], Y_train)]
    for epoch in range(10):
        for X, Y in minibatches(X_train, Y_train, 64, rng):
            grads = backward_deep(forward_deep(X, params, names), Y, params, names)
            params = gradient_step(params, {name: len(X) * value for name, value in grads.items()}, lr)
        losses.append(batch_loss(forward_deep(X_train, params, names)["p"], Y_train))
    return losses

# %%
losses = {"mean, η = 0.1": rates[0.1][0],
          "sum, η = 0.1": with_sums(he, 0.1, np.random.default_rng(0)),
          "sum, η = 0.1 / 64": with_sums(he, 0.1 / 64, np.random.default_rng(0))}
show(curves(losses), alt="Training loss over the epochs. " + ends_in_words(losses))

# %% [markdown]
# The sum with $\eta = 0.1$ is a run with 6.4, far too large. With $0.1/64$ the curve of the mean comes back, almost:
# the last batch of each epoch has 41 samples. Whoever forgets the mean and finds a learning rate that works will not
# notice, until the batch size changes.
#
# **Question.** In that last short batch, which rule lets each of its samples count as much as any other sample, the sum
# or the mean? And what is the mean good for then?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* The sum: every sample adds its own gradient, times the same learning rate, whatever batch it is in. With the
# mean, the 41 samples of the last batch share a whole step, so each counts 64/41 times as much. In return the mean
# makes the learning rate independent of the batch size: change 64 into 128 and the steps keep their length. And since
# every epoch is shuffled anew, it is another set of samples each time.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## How much was luck?
#
# Five runs, each with another split, other initial weights, another order.
#
# **Before you run it:** the standard deviation was 0.9 %. How far apart will the best and the worst of the five be?

# %%
def run(seed):
    rng = np.random.default_rng(seed)
    (X, Y), (X_held, Y_held) = split_data(X_all, Y_all, 360, rng)
    params = train_momentum(he_init(sizes, rng), X, Y, activations, 25, 64, 0.1, 0.9, rng)
    return 100 * accuracy(predict(X_held, params), Y_held)

print("  ".join(f"{run(seed):.1f} %" for seed in range(5)))

# %% [markdown]
# A point up or down is chance. Whoever reports that a trick raised the accuracy from 97.2 to 97.5 % on 360 samples, in
# one run, has reported one digit.

# %% [markdown]
# ## The same gradients, by machine
#
# Libraries such as autograd, PyTorch or JAX write down every operation of the forward pass and then run backwards
# through the list, multiplying by each operation's derivative: backpropagation, as you do it, for any program. Here is
# our network for such a library. There is no backward pass to write.

# %%
from utils.automatic import automatic_differentiation

library = automatic_differentiation()
if library is None:
    print("Neither autograd nor jax is installed: this part is skipped. (pip install autograd is enough.)")

# %%
def library_loss(params):
    h1 = lnp.maximum(lnp.dot(X_some, params["W1"]) + params["b1"], 0)
    h2 = lnp.maximum(lnp.dot(h1, params["W2"]) + params["b2"], 0)
    z3 = lnp.dot(h2, params["W3"]) + params["b3"]
    z3 = z3 - lnp.max(z3, axis=1, keepdims=True)
    log_p = z3 - lnp.log(lnp.sum(lnp.exp(z3), axis=1, keepdims=True))
    return -lnp.mean(lnp.sum(Y_some * log_p, axis=1))

# %%
if library:
    name, lnp, grad = library
    theirs = grad(library_loss)(start)
    ours = backward_deep(forward_deep(X_some, start, activations), Y_some, start, activations)
    for key in ours:
        difference = np.max(np.abs(np.asarray(theirs[key]) - ours[key]))
        verdict = "equal" if difference < 1e-6 else "NOT EQUAL"
        print(f"∂L/∂{key}   {name} and you differ by at most {difference:.0e}   {verdict}")

# %% [markdown]
# What these libraries do is no longer a black box. For one family of networks, you have written it yourself.

# %% [markdown]
# # The end of the course
#
# ## What you have now
#
# - **The chain rule as a program.** A forward pass that remembers, a backward pass that hands $\delta$ down from layer
#   to layer: $\delta_l = (\delta_{l+1}W_{l+1}^\top) \circ f_l'(z_l)$,
#   $\ \partial L/\partial W_l = h_{l-1}^\top\delta_l$, $\ \partial L/\partial b_l = \sum_n \delta_l[n]$, and
#   $\delta = (p - y)/N$ where it begins.
# - **A reason for each factor.** $W^\top$ because a unit reaches the loss through every unit it feeds. The Hadamard
#   product because an activation works on each unit alone. The outer product because a weight belongs to one pair of
#   units.
# - **A way to know.** Central differences ask only the forward pass, and they do not flatter.
# - **What makes it fail.** Saturation, vanishing and exploding products, dead units, equal units, steps too long or too
#   short, data in the wrong place.
# - **A network that reads.**

# %% [markdown]
# ## Ten questions
#
# Answer each aloud or on paper before you open it. Seven or more, and you can explain backpropagation to somebody else.
#
# **1.** Why is $\partial L/\partial h$ computed, though nobody ever updates $h$?
#
# <details><summary>Answer</summary>
#
# Because everything below reaches the loss through $h$. Without it there is no $\delta$ for the layer below, and so no
# gradient of its weights. It is the message from one layer to the next, not an end.
#
# </details>
#
# **2.** For softmax and cross-entropy, $\delta$ of the output is $p - y$. Where has the softmax's Jacobian gone?
#
# <details><summary>Answer</summary>
#
# It is in there, multiplied out. $\partial L/\partial p$ is $-1/p$ at the true class and 0 elsewhere; the Jacobian's
# row of the true class is $p_t(y - p)$. The product cancels $p_t$ and leaves $p - y$. It also avoids a division by a
# $p_t$ near 0.
#
# </details>
#
# **3.** $W$ is square and your gradient has the right shape. Does that say that it is right?
#
# <details><summary>Answer</summary>
#
# No. For a square $W$ the transpose has the same shape, so $\delta W$ and $\delta W^\top$ both fit, and so do
# $h^\top\delta$ and $\delta^\top h$. Shapes tell mistakes apart only where sizes differ. A finite difference tells them
# apart always.
#
# </details>
#
# **4.** Why does the activation's derivative enter with $\circ$, and the weights with a matrix product?
#
# <details><summary>Answer</summary>
#
# Unit $i$'s activation depends on $z_i$ alone, so its Jacobian is diagonal, and multiplying by a diagonal matrix is
# multiplying entry by entry. A layer's $z$ depends on every unit below, so its Jacobian is full, and the sum over all
# paths remains.
#
# </details>
#
# **5.** A weight's gradient is exactly 0 for one sample. Name three possible reasons.
#
# <details><summary>Answer</summary>
#
# $\partial L/\partial W[i,j] = h_i\,\delta_j$. Either $h_i = 0$: the unit (or pixel) it comes from sent nothing. Or
# $\delta_j = 0$ because unit $j$ is a ReLU that is off. Or $\delta_j = 0$ because nothing above it differs from what it
# should be, or because what comes down is multiplied by 0 or cancels, as with weights above it that are all 0 or all
# equal.
#
# </details>
#
# **6.** What is $\partial L/\partial b$ for a batch, and why is there a sum in it?
#
# <details><summary>Answer</summary>
#
# The sum of $\delta$ over the samples (with $1/N$ already in $\delta$). The same bias is added for every sample, so it
# reaches the loss by $N$ roads, and gradients over several roads add up. For $W$ the sum is there too, hidden in the
# matrix product $h^\top\delta$.
#
# </details>
#
# **7.** Your loss stays at $\ln 10$ on ten classes. What do you look at, in which order?
#
# <details><summary>Answer</summary>
#
# The network gives equal probabilities whatever comes in. First the gradients: compare with finite differences at the
# start. If they are right, their size in each layer: tiny in the first ones means vanishing (deep sigmoids, tiny
# weights), 0 means dead ReLUs or equal weights. Then the learning rate, by factors of ten. Then whether labels still
# belong to their images: shuffled apart, nothing can be learned but the frequencies of the classes.
#
# </details>
#
# **8.** The training loss is 0.001 and the validation loss 0.2. Is there a bug?
#
# <details><summary>Answer</summary>
#
# Not in the gradients: they minimise the training loss, and did. The network has learned its samples by heart. More
# data, fewer weights, or stopping earlier help; better steps do not.
#
# </details>
#
# **9.** What would go wrong if each layer's weights were updated *before* $\delta$ is passed down through them?
#
# <details><summary>Answer</summary>
#
# $\delta$ below would be computed with weights that the forward pass never used: the result is the gradient of no
# function. For a small learning rate it is close to right, so that training still works, a little worse, and nobody
# notices. A finite difference does.
#
# </details>
#
# **10.** A backward pass costs about as much as two forward passes. What would finite differences cost for the network
# of this lesson, and how many times as much is that?
#
# <details><summary>Answer</summary>
#
# It has $64\cdot128 + 128 + 128\cdot64 + 64 + 64\cdot10 + 10 = 17{,}226$ parameters, and central differences need two
# forward passes for each: 34,452. A forward and a backward pass together cost about as much as three. That is more than
# ten thousand times as much, for every step, and it is why backpropagation is worth a course.
#
# </details>

# %% [markdown]
# ## Where to go next
#
# - **Other layers.** A convolution is a matrix product whose weights are shared between places; shared weights reach
#   the loss by several roads, and you know what to do with those: add.
# - **Normalisation.** Take each column of $z$, subtract its mean over the batch and divide by its standard deviation. Now
#   every sample reaches the loss through every other. Derive $\partial L/\partial z$, and check it as always.
# - **Better steps.** Adam divides each velocity by a running size of its gradients. You have everything that is needed
#   to write it: a second dictionary beside `velocity`.
# - **Against learning by heart.** Add $\frac{\lambda}{2}\sum w^2$ to the loss. What does that add to every
#   $\partial L/\partial W$?
# - **Your own library.** Give every operation a backward of its own and let the program keep the list. A hundred lines
#   suffice: Andrej Karpathy's *micrograd* has fewer. Read it after yours.
# - **To read.** Michael Nielsen, *Neural Networks and Deep Learning*, chapters 2 and 5: this course's subject in other
#   words. Glorot and Bengio (2010) and He and others (2015): where lesson 5's two starts come from. Baydin and others,
#   *Automatic Differentiation in Machine Learning: a Survey* (2018): what the libraries do, and the other direction.
