# %% [markdown]
# # Lesson 3 · The hidden layers
#
# **After this lesson you can** carry a gradient from the output layer back through any hidden layer, say for each
# factor why it is there, and write `backward`, which finds all 36 gradients of the network in one pass.
#
# **You need** lessons 1 and 2: the forward pass, $\delta_3 = p - y$, and the gradients of $W_3$ and $b_3$.
#
# **It takes** about 100 minutes. Have paper beside you for the first half.

# %%
import numpy as np

from utils import LEARNING_RATE, check, worked_network
from utils.pictures import draw_paths, show
from utils.pictures.tables import show_table

np.set_printoptions(precision=6, suppress=True)

# %% [markdown]
# These are the answers of lessons 1 and 2, released when those lessons are due. Run them and go on.

# %% given="forward_pass"
def affine(x, W, b):
    return np.asarray(x) @ np.asarray(W) + np.asarray(b)

def relu(z):
    return np.maximum(z, 0)

def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)

# %% given="forward_pass_loss"
def softmax(z):
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)

def cross_entropy(p, y):
    return -np.log(np.maximum(p[np.argmax(y)], 1e-300))

# %% given="forward_pass_chain"
def forward(x, params):
    z1 = affine(x, params["W1"], params["b1"])
    h1 = relu(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = sigmoid(z2)
    z3 = affine(h2, params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}

# %% given="output_layer"
def numerical_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = eps
        gradient[index] = (f(x + step) - f(x - step)) / (2 * eps)
    return gradient

# %% given="output_layer_gradients"
def output_delta(p, y):
    return np.asarray(p) - np.asarray(y)

def weight_gradient(h, delta):
    return np.outer(h, delta)

def bias_gradient(delta):
    return np.array(delta, dtype=float)

def gradient_step(params, grads, lr):
    return {name: params[name] - lr * grads[name] for name in params}

# %% [markdown]
# ## What is left to find
#
# Lesson 2 ended at the output layer. Here it is again. From now on every layer keeps its number, and entries are written
# as in the code: $h_2[0]$ is unit 0 of $h_2$. *Above* a layer means nearer to the loss, *below* it nearer to the input.

# %%
x, params, y = worked_network()
W2, W3 = params["W2"], params["W3"]
cache = forward(x, params)
h1, z2, h2 = cache["h1"], cache["z2"], cache["h2"]
delta3 = output_delta(cache["p"], y)
delta3, weight_gradient(h2, delta3)

# %% [markdown]
# $W_3$ and $b_3$ have their gradients. $W_1, b_1, W_2, b_2$ have not, and they are further from the loss: a weight in
# $W_2$ moves $z_2$, which moves $h_2$, which moves $z_3$, and only there does the loss begin to feel it.
#
# $$W_2 \;\to\; z_2 \;\to\; h_2 \;\to\; z_3 \;\to\; L$$
#
# **Before you run the next cell:** it makes $W_2[0,0]$ larger by 0.1. Which entries of $z_2$ move? Which of $h_2$?
# Which of $z_3$?

# %%
moved = {**params, "W2": W2 + 0.1 * np.array([[1, 0, 0], [0, 0, 0], [0, 0, 0]])}
for name in ("z2", "h2", "z3"):
    print(name, forward(x, moved)[name] - cache[name])

# %% [markdown]
# One entry of $z_2$, one of $h_2$, and then all three of $z_3$. Whatever a weight of $W_2$ does to the loss, it does
# through one unit of $h_2$. So if we knew how fast the loss changes with that unit, $\partial L/\partial h_2$, the
# rest of the way back to the weight would be short.
#
# That answers a question that readers of backpropagation often ask: nobody ever updates $h_2$, so why is
# $\partial L/\partial h_2$ computed? Because every gradient below it needs it.

# %% [markdown]
# ## One unit, three paths
#
# Take unit 0 of $h_2$. It sends its value along three weights, $W_3[0,0], W_3[0,1], W_3[0,2]$, into all three
# outputs, and each output is felt by the loss at the rate that lesson 2 called
# $\delta_3[j] = \partial L/\partial z_3[j]$.

# %%
show(draw_paths([[h2[0]], list(cache["z3"]), ["$L$"]], [W3[:1], delta3[:, None]],
                titles=["$h_2[0]$", "$z_3$", "loss"], width="narrow"),
     alt="Three paths from unit 0 of h2 to the loss. Through z3[0]: 0.1, then -0.802. "
         "Through z3[1]: 0.4, then 0.285. Through z3[2]: 0.8, then 0.516.")

# %% [markdown]
# The number on each line says how fast its right end moves when its left end moves. Along one path the rates
# multiply: if $h_2[0]$ grows by a tiny $\varepsilon$, then $z_3[0]$ grows by $0.1\,\varepsilon$, and the loss by
# $-0.802 \cdot 0.1\,\varepsilon$ *on this path*.
#
# **Before you run the next cell:** work out the three products on paper. What will you do with them?

# %%
W3[0] * delta3

# %% [markdown]
# When $h_2[0]$ grows it goes down all three paths at the same time, so the three effects add up:
#
# $$\frac{\partial L}{\partial h_2[0]} = 0.1\cdot(-0.802) + 0.4\cdot 0.285 + 0.8\cdot 0.516 = 0.447$$
#
# **Before you run the next cell:** it makes $h_2[0]$ larger by 0.01 and works the loss out again. How much should it
# change?

# %%
def loss_from_h2(h2):
    return cross_entropy(softmax(affine(h2, W3, params["b3"])), y)

print(f"{loss_from_h2(h2 + [0.01, 0, 0]) - loss_from_h2(h2):.5f}")

# %% [markdown]
# 0.00447, as promised: 0.01 times 0.447.

# %% [markdown]
# ## What one path alone would say
#
# The article that this worked example comes from took the first path only, one layer further down, and its author
# said so later: "I took only wj1k1 and ignored wj1k2 and wj1k3" (its names for the weights out of one unit of $h_1$).
# Let us see what that shortcut would do here, to our unit and to its two neighbours.
#
# **Before you run the next cell:** the first path ends in the right class, whose $\delta$ is negative. Which sign
# will all three shortened gradients have?

# %%
measured = numerical_gradient(loss_from_h2, h2)
show_table(["unit of h2", "first path only", "all paths, measured"],
           [[f"{i}", f"{W3[i, 0] * delta3[0]:9.6f}", f"{measured[i]:9.6f}"] for i in range(3)])

# %% [markdown]
# Not a little off: the sign is wrong for all three units. Someone who follows the first path would push these units
# up to make the loss smaller, and it would get larger. The other two paths pull harder, in the other direction.

# %% [markdown]
# ## Any unit, any layer
#
# Nothing in this was special to unit 0. For unit $i$ of a layer $h$, with the weights $W$ that lead from it and the
# $\delta$ of the layer above, there is one path for each unit $j$ of that layer:
#
# $$\frac{\partial L}{\partial h_i} = \sum_j \frac{\partial z_j}{\partial h_i}\,\frac{\partial L}{\partial z_j} = \sum_j W[i,j]\;\delta_j$$
#
# Look at the indices. In the forward pass the sum ran over $i$, the units that send. Here it runs over $j$, the units
# that receive.

# %% [markdown]
# ### Exercise: `hidden_gradient` · medium · 10 minutes
#
# Write this sum for all units of $h$ at once. A loop is as right as a matrix product.

# %% exercise="hidden_gradient"
def hidden_gradient(delta, W):
    """How fast the loss changes with each unit of h.

    delta: (n_out,), the loss's gradient at the z above h. W: (n_in, n_out), from h to that z.
    Both may hold whole numbers. Returns (n_in,).
    """
    ### BEGIN SOLUTION
    return np.asarray(W) @ np.asarray(delta)
    ### END SOLUTION

# %% test="hidden_gradient" points=3
check("hidden_gradient", hidden_gradient, affine=affine)

# %% [markdown]
# <details><summary>My result has the wrong shape</summary>
#
# $h$ has `n_in` units, and each gets one number. Which axis of $W$ is `n_in` long, and which one has to disappear in
# the sum?
#
# <details><summary>One step further</summary>
#
# If you multiplied `W * delta`, you have every path in a table: row $i$ holds the paths that start at unit $i$. All
# that is missing is to add up each row.
#
# </details>
# </details>
#
# <details><summary>The check speaks of shapes that do not fit, or it fails for the square matrix only</summary>
#
# For three units and three outputs, a sum over the rows of $W$ and one over its columns both give three numbers. Only
# one of them adds up the paths that *start* at unit $i$. Work out $\partial L/\partial h_2[0]$ both ways on paper
# and compare with 0.447.
#
# </details>
#
# <details><summary>Only the first or the last path arrives</summary>
#
# In a loop over $j$ each turn has to add to what is there: look for an `=` that should be a `+=`, and for a `return`
# that stands too far to the right.
#
# </details>

# %%
dh2 = hidden_gradient(delta3, W3)
dh2

# %% [markdown]
# ## The same thing as a matrix
#
# Lesson 2 multiplied $\partial L/\partial p$ with the Jacobian of the softmax. The layer $z_3 = h_2 W_3 + b_3$ has a
# Jacobian as well: $J[j,i] = \partial z_3[j]/\partial h_2[i]$, a row for each output, a column for each input, as
# in lesson 2. The next cell measures it, row by row.
#
# **Before you run it:** what do you expect in the first row?

# %%
J = np.array([numerical_gradient(lambda h: affine(h, W3, params["b3"])[j], h2)
              for j in range(3)])
print("measured", J, "W3", W3, sep="\n")

# %% [markdown]
# The Jacobian is $W_3$ with rows and columns exchanged. No rule of thumb made that transpose, and no fitting of shapes:
# $\partial z_j/\partial h_i$ is $W[i,j]$, and a Jacobian lists it under $[j,i]$. So
#
# $$\frac{\partial L}{\partial h_2} = \delta_3\,\frac{\partial z_3}{\partial h_2} = \delta_3\,W_3^\top$$

# %%
delta3 @ J - dh2

# %% [markdown]
# Zero, up to the rounding of the finite differences. Your sum over paths and the product with the Jacobian are the
# same computation, written once per entry and once for all entries.

# %% [markdown]
# ### Question 1
#
# "You can find the right formula by trying what fits: `delta @ W` or `delta @ W.T`." When does this advice fail, and
# what would you look at instead?
#
# <!-- ### BEGIN SOLUTION -->
# It fails for a square $W$, where both fit, and the worked network has nothing but square matrices. What decides is
# the index the sum runs over: back from $z$ to $h$ it is the index of the receiving units, the columns of $W$. Then
# two things help: a test with a matrix that is not square, and a finite difference of one entry.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Through the activation
#
# $\partial L/\partial h_2$ stands behind the sigmoid. The weights in $W_2$ stand before it: they make $z_2$, and
# $h_2 = \sigma(z_2)$. So one more factor is needed, the rate at which $h_2$ moves with $z_2$. It has a Jacobian too.
#
# **Before you run the next cell:** which entries of this 3 by 3 matrix can differ from zero? Think of what unit 0 of
# $h_2$ looks at.

# %%
J = np.array([numerical_gradient(lambda z: sigmoid(z)[i], z2) for i in range(3)])
J

# %% [markdown]
# Each unit looks at its own $z$ and at no other, so everything beside the diagonal is 0. Softmax was different: there
# each output looked at every $z$. What stands on the diagonal is the slope of the sigmoid at each unit's $z$, and
# that can be had without finite differences.

# %% [markdown]
# ## The slope of the sigmoid
#
# $h = \dfrac{1}{1 + e^{-z}}$ is a power, $(1 + e^{-z})^{-1}$, with an inner function. The chain rule brings down the
# $-1$ and multiplies by the inner derivative, $-e^{-z}$; the two signs cancel:
#
# $$\frac{dh}{dz} = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}$$
#
# The first factor is $h$ itself. Now add the two factors: they have the same denominator, and their sum is 1. So the
# second factor can be written with $h$ alone, and with it the whole slope.
#
# **On paper, before you go on:** write the slope with nothing but $h$. Then put in $h_2[0] = 0.938831$ and compare
# with the first diagonal entry above.

# %% [markdown]
# ### Exercise: `sigmoid_derivative` · easy · 5 minutes
#
# The function is given $z$, what goes into the sigmoid. It should hold for $z = \pm 1000$, as your sigmoid does.

# %% exercise="sigmoid_derivative"
def sigmoid_derivative(z):
    """The slope of the sigmoid at each z.

    z: (n,), what went into the sigmoid; may hold whole numbers. Returns (n,).
    """
    ### BEGIN SOLUTION
    h = sigmoid(z)
    return h * (1 - h)
    ### END SOLUTION

# %% test="sigmoid_derivative" points=2
check("sigmoid_derivative", sigmoid_derivative, sigmoid=sigmoid)

# %% [markdown]
# <details><summary>The check says NaN</summary>
#
# $e^{1000}$ is more than a float can hold, so it becomes infinite, and infinity divided by infinity is no number. The
# fraction with the square runs into that. The form that uses $h$ does not, because `sigmoid` was written with care.
#
# </details>
#
# <details><summary>My numbers are larger than 1/4, or negative</summary>
#
# The slope of a sigmoid is largest at $z = 0$, and there it is 1/4. If yours is larger somewhere, look at what stands
# in your formula: is it $z$ where $h$ should be?
#
# <details><summary>One step further</summary>
#
# Work out $h$ from $z$ in a line of its own, print it, and use $h$ and nothing else in the line after it.
#
# </details>
# </details>
#
# <details><summary>Everything is 0</summary>
#
# `a * 1 - a` is `(a * 1) - a`. And an array made with `np.zeros_like(z)` holds whole numbers when `z` does.
#
# </details>

# %% [markdown]
# ## The slope of ReLU
#
# $\mathrm{relu}(z)$ is $z$ where $z$ is positive and 0 elsewhere: two straight lines. You can read both slopes off
# without any calculus. At $z = 0$, where the lines meet, there is no slope: from the left it would be one number,
# from the right another. A program needs some number there, and this course takes 0, as most libraries do.

# %% [markdown]
# ### Exercise: `relu_derivative` · easy · 5 minutes
#
# Each entry of the result is one of two numbers.

# %% exercise="relu_derivative"
def relu_derivative(z):
    """The slope of ReLU at each z, and 0 at z = 0.

    z: (n,), what went into ReLU; may hold whole numbers. Returns (n,).
    """
    ### BEGIN SOLUTION
    return (np.asarray(z) > 0).astype(float)
    ### END SOLUTION

# %% test="relu_derivative" points=1
check("relu_derivative", relu_derivative, relu=relu)

# %% [markdown]
# <details><summary>It works for the worked network and fails the check</summary>
#
# There every $z_1$ is positive, so a function that always answers the same passes. Try `np.array([-1.0, 0.0, 2.0])`:
# what are the three slopes?
#
# </details>
#
# <details><summary>The check says that I write into the argument</summary>
#
# `z[z > 0] = ...` changes the array that was handed in, and the cache loses its $z_1$. Make a new array instead: a
# comparison such as `z > 0` gives you one.
#
# </details>

# %% [markdown]
# ## Of $z$ or of $h$?
#
# Your `sigmoid_derivative` wants $z$, but inside it works with $h$. In `backward` both lie at hand in the cache, and
# it is easy to pass the wrong one.
#
# **Before you run the next cell:** what happens if it is given $h_2$ in place of $z_2$? Will you get an error? And
# does `relu_derivative` mind if it gets $h_1$ in place of $z_1$?

# %%
print("sigmoid   at z2:", sigmoid_derivative(z2), "  at h2:", sigmoid_derivative(h2))
print("ReLU      at z1:", relu_derivative(cache["z1"]), "  at h1:", relu_derivative(h1))

# %% [markdown]
# No error in any of them, but at $h_2$ the slopes are 3.5 to 11 times too large: the sigmoid has been applied twice.
#
# | | slope as a function of $z$ | slope as a function of $h$ |
# |---|---|---|
# | sigmoid | needs $\sigma(z)$ first | what you found on paper |
# | ReLU | 1 if $z > 0$, else 0 | 1 if $h > 0$, else 0 |
#
# For ReLU the two conditions say the same, so either argument will do. For the sigmoid they do not.
#
# One more thing to see here: all three slopes at $z_2$ are small, below 0.06, where 1/4 would be possible. These
# units are nearly *saturated*, and little of what arrives at $h_2$ gets through. Lesson 5 comes back to this.

# %% [markdown]
# ## A Jacobian that is only a diagonal
#
# Multiplying by a diagonal matrix is a lot of work for little: most of what is added up is 0.
#
# $$\delta_2[k] = \sum_i \frac{\partial L}{\partial h_2[i]}\,J[i,k] \qquad\text{and } J[i,k] = 0 \text{ unless } i = k$$
#
# **On paper, before you go on:** which terms of the sum are left? Write $\delta_2[k]$ without a sum. Then work out
# $\delta_2[0]$; above, $\partial L/\partial h_2[0]$ was 0.446945 and the first slope 0.057427.

# %% [markdown]
# ### Exercise: `hidden_delta` · easy · 3 minutes
#
# What is left of the sum, for all units at once.

# %% exercise="hidden_delta"
def hidden_delta(dh, derivative):
    """The loss's gradient at z, from the one at h and the slope of the activation.

    dh: (n,). derivative: (n,), the slope at each unit's z; both may hold whole numbers. Returns (n,).
    """
    ### BEGIN SOLUTION
    return np.asarray(dh) * np.asarray(derivative)
    ### END SOLUTION

# %% test="hidden_delta" points=1
check("hidden_delta", hidden_delta)

# %% [markdown]
# <details><summary>I get one number, or a matrix</summary>
#
# The result has one entry for each unit. A product that adds up (`@`, `np.dot`) gives one number for all of them; an
# outer product pairs every unit with every other. Here unit $k$ meets unit $k$ and nothing is added.
#
# </details>
#
# <details><summary>It stops with an error about casting</summary>
#
# `dh *= ...` writes into `dh`, and an array of whole numbers cannot hold the result. It would also change an array
# that the caller still needs. Return a new one.
#
# </details>

# %% [markdown]
# Two vectors multiplied place by place: that has a name, the *Hadamard product*, and a symbol, $\circ$.
#
# $$\delta_2 = \frac{\partial L}{\partial h_2} \circ \sigma'(z_2)$$
#
# So is it `*` or `@`? Both, if each gets what it needs: `@` the whole Jacobian, `*` its diagonal.

# %%
delta2 = hidden_delta(dh2, sigmoid_derivative(z2))
print("with the Jacobian:", dh2 @ J)
print("place by place:   ", delta2)

# %% [markdown]
# The first way needs $n^2$ numbers for a layer of $n$ units, nearly all of them 0. The second needs $n$. That is the
# whole reason why the formula has a $\circ$ in it.

# %% [markdown]
# ## Down to one weight of $W_2$
#
# Now the way is complete. What does the loss feel of $W_2[0,0]$, the weight from unit 0 of $h_1$ to unit 0 of $h_2$?
# Three factors, one for each step of $W_2[0,0] \to z_2[0] \to h_2[0] \to L$, and the last one holds three paths:
#
# $$\frac{\partial L}{\partial W_2[0,0]} = \underbrace{\frac{\partial z_2[0]}{\partial W_2[0,0]}}_{h_1[0]}\;\underbrace{\frac{\partial h_2[0]}{\partial z_2[0]}}_{\sigma'(z_2[0])}\;\underbrace{\frac{\partial L}{\partial h_2[0]}}_{\text{all paths}}$$
#
# **Before you run the next cell:** 1.35, 0.0574 and 0.447. Which of the three makes the result small?

# %%
print(f"{h1[0] * sigmoid_derivative(z2)[0] * dh2[0]:.6f}")

# %% [markdown]
# About 0.035: the slope lets only a seventeenth through. At the beginning $W_2[0,0]$ was made larger by 0.1; then the
# loss should have grown by about 0.0035.

# %%
print(f"{cross_entropy(forward(x, moved)['p'], y) - cross_entropy(cache['p'], y):.6f}")

# %% [markdown]
# It grew by 0.0033. A step of 0.1 is a large one, and the sigmoid flattens on the way.

# %% [markdown]
# ## By symmetry, and as a matrix
#
# For the weight from unit $i$ to unit $k$ nothing changes but the indices:
#
# $$\frac{\partial L}{\partial W_2[i,k]} = h_1[i]\;\underbrace{\sigma'(z_2[k])\,\frac{\partial L}{\partial h_2[k]}}_{\delta_2[k]}$$
#
# The last two factors are the same for all weights that lead into unit $k$; they are a whole column's business, and
# together they are $\delta_2[k]$. What is left is lesson 2 over again, one layer down: the input of the layer times
# the layer's $\delta$. So `weight_gradient` and `bias_gradient` do for $W_2$ and $b_2$ what they did for $W_3$ and
# $b_3$.

# %%
weight_gradient(h1, delta2)

# %% [markdown]
# The entry $[0,0]$ is the number from above. Nothing had to be derived anew, and that is the point of giving $\delta$
# a name: it is all that a layer needs to know about everything that comes after it.

# %% [markdown]
# ## The first layer: nine paths
#
# $\partial L/\partial h_1[0]$: unit 0 of $h_1$ reaches the loss through three units of $h_2$, and each of these
# through three outputs. Here are all the paths, with the rate of every step on its line. Those
# through the same unit of $h_2$ share a line style; call them a *strand*.

# %%
slopes = np.where(np.eye(3) == 1, sigmoid_derivative(z2), np.nan)
show(draw_paths([[h1[0]], list(z2), list(h2), list(cache["z3"]), ["$L$"]],
                [W2[:1], slopes, W3, delta3[:, None]],
                titles=["$h_1[0]$", "$z_2$", "$h_2$", "$z_3$", "loss"]),
     alt="Nine paths from unit 0 of h1 to the loss. First 0.2, 0.3 or 0.5 into z2; "
         "then the slopes 0.0574, 0.0560 or 0.0176 into h2; then one of the nine entries of W3 "
         "into z3; then -0.802, 0.285 or 0.516 into the loss.")

# %% [markdown]
# Multiply along each path, add up all nine. In the table a row is a unit of $h_2$ and a column an output.
#
# **Before you run the next cell:** the path along the top has four factors. What is their product, and where in the table
# will it stand?

# %%
nine = W2[0][:, None] * sigmoid_derivative(z2)[:, None] * W3 * delta3
print(nine)
print(f"all nine together: {nine.sum():.6f}")

# %% [markdown]
# **Before you run the next cell:** here is the other way. $\delta_2$ is known, so treat $z_2$ as if the loss came
# right after it: three paths from $h_1[0]$, with $W_2[0,0], W_2[0,1], W_2[0,2]$ on the first half and $\delta_2$ on
# the second. Which of your functions does that?

# %%
dh1 = hidden_gradient(delta2, W2)
dh1

# %% [markdown]
# The first entry is the sum of all nine. $\delta_2$ had added up the right-hand part of the picture already, and it
# is used again for every unit of $h_1$. Path by path, a further layer of three units would make 27 paths out of nine;
# with $\delta$ it costs one more product with a matrix. This reuse is what makes backpropagation fast, and lesson 4
# measures it.
#
# The article stopped here at the first strand, the solid one: it took only the paths through unit 0 of $h_2$.

# %%
print("strand by strand:", nine.sum(axis=1))
print(f"the first one's share: {nine[0].sum() / nine.sum():.2f}")

# %% [markdown]
# That is 71 percent of the gradient. This time the sign is right, by luck: all three strands pull the same way.

# %% [markdown]
# ## The whole way back
#
# One weight of $W_1$, written out in full, holds everything that you have met:
#
# $$\frac{\partial L}{\partial W_1[i,k]} = x[i]\;\mathrm{relu}'(z_1[k])\,\sum_m W_2[k,m]\;\sigma'(z_2[m])\,\sum_j W_3[m,j]\;\delta_3[j]$$
#
# Read it from the right. The last sum is $\partial L/\partial h_2[m]$, and with the slope before it $\delta_2[m]$. The
# next sum is $\partial L/\partial h_1[k]$, and with its slope $\delta_1[k]$. What is left is the input, $x[i]$.

# %% [markdown]
# Nobody computes this formula weight by weight. It is worked off layer by layer, for all units at once:
#
# | layer | its $\delta$ | and with it |
# |---|---|---|
# | 3 | $\delta_3 = p - y$ | $\partial L/\partial W_3$, $\partial L/\partial b_3$ |
# | 2 | $\delta_2 = (\delta_3 W_3^\top) \circ \sigma'(z_2)$ | $\partial L/\partial W_2$, $\partial L/\partial b_2$ |
# | 1 | $\delta_1 = \ ?$ | $\partial L/\partial W_1$, $\partial L/\partial b_1$ |
#
# Each $\delta$ comes from the one above it, never from the beginning. And each layer's weights get the input *of that
# layer*, whatever it multiplied in the forward pass.
#
# **On paper, before you go on:** complete the last row. All its factors are in the long formula.

# %% [markdown]
# ### The same with Jacobians
#
# A step back multiplies a row vector with a Jacobian. Four steps lead from $\delta_3$ to $\delta_1$:
#
# $$\delta_1 = \delta_3 \;\; W_3^\top \;\; \mathrm{diag}(\sigma'(z_2)) \;\; W_2^\top \;\; \mathrm{diag}(\mathrm{relu}'(z_1))$$
#
# $\mathrm{diag}(v)$ is the matrix with $v$ on its diagonal and 0 elsewhere. **Before you run the next cell:** after which
# factor has $\delta_2$ been reached?

# %%
slope1, slope2 = relu_derivative(cache["z1"]), sigmoid_derivative(z2)
print("with Jacobians:", delta3 @ W3.T @ np.diag(slope2) @ W2.T @ np.diag(slope1))
print("layer by layer:", hidden_delta(hidden_gradient(delta2, W2), slope1))

# %% [markdown]
# After the second. (The last factor is the identity here: all units of $h_1$ are on.) Per weight or by matrices, it is one
# derivation: the matrices only write all indices at once.

# %% [markdown]
# ### Question 2
#
# A product of matrices may be bracketed as you like. Suppose that every layer has 1000 units. A row times a matrix with $n^2$
# entries takes $n^2$ multiplications, a matrix times a matrix $n^3$, and a factor $\mathrm{diag}(v)$ on either side of a
# matrix $n^2$. How many does the line above take if you begin at the left, with $\delta_3$? How many if you begin at the
# right? What does that say about the direction in which the pass goes?
#
# <!-- ### BEGIN SOLUTION -->
# From the left there is only ever a row to carry. Two products with a $W^\top$ take 2 million multiplications, and the two
# diagonals, as Hadamard products, 2000. From the right there are matrices to carry: $W_2^\top$ times its diagonal and the other
# diagonal times that take 2 million, $W_3^\top$ times the result 1000 million, and $\delta_3$ comes last. The loss is one number, so
# what begins at the loss is a row. That is why one goes *back*. (With one input and many outputs it would be the other way
# round.)
# <!-- ### END SOLUTION -->

# %% [markdown]
# ### Exercise: `backward` · hard · 20 minutes
#
# Put the pieces together: `output_delta`, `weight_gradient`, `bias_gradient` from lesson 2 and your four functions of
# this lesson are all you need. The result is a dictionary with the six names of `params`. Each of the six has a check
# of its own; begin with $W_3$ and work down.

# %% exercise="backward"
def backward(cache, y, params):
    """All gradients of the loss of one sample.

    cache: x, z1, h1, z2, h2, z3, p from forward. y: (n_3,), one-hot.
    params: W1, b1, W2, b2, W3, b3, where Wk is (n_(k-1), n_k) and bk (n_k,).
    Whole numbers may occur in all of them. Returns a dictionary with the gradients under the
    same six names, each in the shape of its parameter.
    """
    ### BEGIN SOLUTION
    delta3 = output_delta(cache["p"], y)
    dh2 = hidden_gradient(delta3, params["W3"])
    delta2 = hidden_delta(dh2, sigmoid_derivative(cache["z2"]))
    dh1 = hidden_gradient(delta2, params["W2"])
    delta1 = hidden_delta(dh1, relu_derivative(cache["z1"]))
    return {
        "W1": weight_gradient(cache["x"], delta1), "b1": bias_gradient(delta1),
        "W2": weight_gradient(cache["h1"], delta2), "b2": bias_gradient(delta2),
        "W3": weight_gradient(cache["h2"], delta3), "b3": bias_gradient(delta3),
    }
    ### END SOLUTION

# %% [markdown]
# The checks compare with finite differences of the loss, in five networks. They look at your four functions as well, so that a
# mistake in one of those is not counted a second time here.

# %% given="pieces"
pieces = {"forward": forward, "cross_entropy": cross_entropy,
          "affine": affine, "relu": relu, "sigmoid": sigmoid}
needs = ["hidden_gradient", "relu_derivative", "sigmoid_derivative", "hidden_delta"]

# %% test="backward" part="W3" points=1
check("backward", backward, part="W3", needs=needs, **pieces)

# %% test="backward" part="b3" points=1
check("backward", backward, part="b3", needs=needs, **pieces)

# %% test="backward" part="W2" points=2
check("backward", backward, part="W2", needs=needs, **pieces)

# %% test="backward" part="b2" points=2
check("backward", backward, part="b2", needs=needs, **pieces)

# %% test="backward" part="W1" points=3
check("backward", backward, part="W1", needs=needs, **pieces)

# %% test="backward" part="b1" points=2
check("backward", backward, part="b1", needs=needs, **pieces)

# %% [markdown]
# <details><summary>W3 and b3 are right, W2 and b2 are not</summary>
#
# Then the error sits between $\delta_3$ and $\delta_2$. Print your `dh2` and your `delta2` for the worked network,
# and compare with the cells above, where both appear. The first of the two that differs is the step to look at.
#
# <details><summary>dh2 is right and delta2 is not</summary>
#
# What did the sigmoid's slope get, $z_2$ or $h_2$? And is it there once, not twice?
#
# </details>
# </details>
#
# <details><summary>b2 is right and W2 is not</summary>
#
# Then $\delta_2$ is right, and what it is paired with is not. What does $W_2$ multiply in the forward pass?
#
# </details>
#
# <details><summary>W1 is right for the worked network, and wrong in the check</summary>
#
# In the worked network every unit of $h_1$ is on. In the check some are off. What should a unit that is off pass
# back?
#
# </details>
#
# <details><summary>Shapes do not fit together</summary>
#
# In the check all layers have different sizes, unlike those of the worked network. Write the shape of each $\delta$
# beside its line: $\delta_k$ is as long as $b_k$. Then the shape of each $W_k$. Which product is the first that
# cannot be?
#
# </details>
#
# <details><summary>The check says that I write into params</summary>
#
# `backward` only reports; the weights are changed by `gradient_step`, after all six gradients are there. If $W_3$ is
# changed on the way down, $\delta_2$ is computed with weights that the forward pass never used.
#
# </details>

# %% [markdown]
# ## Do not take the check's word for it
#
# You have everything to check `backward` yourself: lesson 2's `numerical_gradient` needs nothing but the forward
# pass. One line a gradient, the largest difference in each:

# %%
grads = backward(cache, y, params)
for name in params:
    def loss(value):
        return cross_entropy(forward(x, {**params, name: value})["p"], y)
    measured = numerical_gradient(loss, params[name])
    print(f"∂L/∂{name}   largest difference {np.max(np.abs(measured - grads[name])):.0e}")

# %% [markdown]
# Two ways that share nothing but the forward pass agree to ten decimals. That is how a gradient is trusted.

# %% [markdown]
# ## A unit that is off
#
# In the worked network ReLU's slope is 1 everywhere, so a `backward` that forgets it would pass unnoticed. Let us
# turn a unit off: with $b_1[0] = -2$, $z_1[0]$ is negative.
#
# **Before you run the next cell:** which column of $\partial L/\partial W_1$ is 0? And which row of
# $\partial L/\partial W_2$?

# %%
off = {**params, "b1": np.array([-2.0, 1.0, 1.0])}
grads_off = backward(forward(x, off), y, off)
grads_off["W1"], grads_off["W2"]

# %% [markdown]
# Column 0 of the first, row 0 of the second: the weights *into* the unit get no gradient since its $\delta$ is 0, and
# the weights *out of* it get none since its $h$ is 0. Neither side learns anything from this sample. If that holds
# for every sample the unit is dead, and lesson 5 tells how this happens.

# %% [markdown]
# ## The new weights, and the article's
#
# One step with the learning rate 0.01 completes the worked example. Beside it, the same step in the way of the
# article. Lesson 1 found the error in its softmax, and lesson 2 took its step from there; here we begin from the
# correction. Two things are still wrong.
#
# First, $h_2$ was cut to $(0.938, 0.94, 0.98)$ and these numbers were carried on, also into the slope of the sigmoid.
# To redo that, we put the cut numbers into a copy of the cache, with the $z_2$ that belongs to them.

# %%
cut = dict(cache)
cut["h2"] = np.array([0.938, 0.94, 0.98])
cut["z2"] = np.log(cut["h2"] / (1 - cut["h2"]))     # the z2 whose sigmoid is the cut h2
cut["z3"] = affine(cut["h2"], W3, params["b3"])
cut["p"] = softmax(cut["z3"])
article = backward(cut, y, params)
cut["p"], article["b2"] / grads["b2"]

# %% [markdown]
# The softmax is off in the fourth digit: $(0.19858, 0.28559, 0.51583)$ are the very numbers of the article's
# correction. That seems harmless, but look at $\delta_2$: its third entry is 11 percent too large. At a saturated
# unit the slope is a small difference, $1 - h$, and 0.02 in place of 0.0179 is a large error in it. Round the
# result, never a number on the way.
#
# Second, it took one strand only on the way back to $h_1$. All units of $h_1$ are on, so this is $\delta_1$ as well:

# %%
article["b1"] = W2[:, 0] * article["b2"][0]
article["W1"] = weight_gradient(x, article["b1"])
article["b1"] / grads["b1"]

# %% [markdown]
# 16 to 29 percent of the gradient of the first layer is missing. (The article also left out the biases. We move them
# along.)

# %%
new = gradient_step(params, grads, LEARNING_RATE)
new_article = gradient_step(params, article, LEARNING_RATE)
rows = []
for name in params:
    for i, pair in enumerate(zip(np.atleast_2d(new[name]), np.atleast_2d(new_article[name]))):
        words = ["  ".join(f"{entry:.6f}" for entry in row) for row in pair]
        rows.append([f"{name}[{i}]" if name[0] == "W" else name, *words,
                     f"{np.abs(pair[0] - pair[1]).max():.6f}"])
show_table(["row", "new, all paths, full precision", "new, the article's way", "largest difference"], rows)

# %% [markdown]
# One step at 0.01 is small, so the two differ in the fifth decimal at most, and most in $W_1$ and $b_1$. Does it matter? The loss was 1.617234
# before the step.

# %%
for name, stepped in (("all paths", new), ("the article's way", new_article)):
    print(f"{name:18} {cross_entropy(forward(x, stepped)['p'], y):.6f}")

# %% [markdown]
# Both fall, the right one a little further. Nearly all of it is the work of $W_3$ and $b_3$, whose gradients are 20
# to 100 times larger than those below. A wrong gradient in a lower layer does not stop learning; it makes it worse,
# and nobody is told. That is why it has to be checked.

# %% [markdown]
# ## Watch it, step by step
#
# The same pass with numbers you can change, your functions beside it. Follow one $\delta$ from the right to the left.
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![The worked network with its numbers, at the step where the gradient of a hidden unit is summed over its paths](../../utils/stills/step_by_step.svg)
#
# </details>

# %%
from utils.widgets import step_by_step

step_by_step(forward, backward)

# %% [markdown]
# And here is where the steps lead. The straight line is what your gradient promises for a small step.
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![The loss along the line of the gradient, with the slope as a tangent and the place where a step lands](../../utils/stills/descent.svg)
#
# </details>

# %%
from utils.widgets import descent

descent(forward, backward)

# %% [markdown]
# ### Question 3
#
# `backward` needs $\partial L/\partial h_2$ and $\partial L/\partial h_1$ and stops there. Write down what
# $\partial L/\partial x$ would be. Why does nobody compute it for training, and what else could it be good for?
#
# <!-- ### BEGIN SOLUTION -->
# $\partial L/\partial x = \delta_1 W_1^\top$: the same step once more, and no activation lies below. Every weight of layer 1
# reaches the loss through $z_1$, so its gradient needs $\delta_1$; nothing that is updated lies below $x$. It tells which
# inputs the loss is most sensitive to: which pixels of an image, for example, would have to change to change the answer.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ### Question 4
#
# A friend's `backward` uses `sigmoid_derivative(cache["h2"])`. It runs, the loss falls. Which of the six gradients
# are right all the same, and how would you have found the mistake without reading the code?
#
# <!-- ### BEGIN SOLUTION -->
# $\partial L/\partial W_3$ and $\partial L/\partial b_3$: they come before the sigmoid on the way back. The other
# four are built on $\delta_2$ and are wrong, here 3.5 to 11 times too large in layer 2. A finite difference of any
# weight in $W_2$ shows it. So does a look at the slopes: a sigmoid reaches 1/4 only at $z = 0$, and slopes near 0.2
# cannot be right for units as saturated as these.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ### Question 5
#
# Under which condition would following one path only be right?
#
# <!-- ### BEGIN SOLUTION -->
# If there is only one: when the layer above has a single unit, or when all other weights out of the unit, or all
# other $\delta$ at their ends, are 0. With one hidden layer and one output, as in many textbook examples, the
# mistake cannot be seen.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## What you have now
#
# A backward pass for a network with two hidden layers and one sample, every factor of it derived: the weight of a
# path, the slope of an activation, the sum over paths, the input of the layer. Lesson 4 takes the last two limits
# away, one sample and two hidden layers. The formulas stay as they are.
