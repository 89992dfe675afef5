"""What the lessons draw with. Nothing in here is part of an exercise; read it if you want to draw something like it.

`from data.drawing import draw_units` works in every cell and every answer of the course, and in Python or Jupyter if
you start them in the folder of the lessons. Each function imports pyplot itself, since most answers draw nothing.
"""

import numpy as np

# ---- networks


def draw_units(model):
    """Draw a Sequential model of Dense layers: a point for each unit, and a line for each weight.

    The model is built, as it is if it begins with an Input.
    """
    import matplotlib.pyplot as plt

    sizes = [model.input_shape[-1], *(layer.units for layer in model.layers)]
    top = max(sizes) / 2
    heights = [np.arange(size) - (size - 1) / 2 for size in sizes]
    for at, layer in enumerate(model.layers):
        weights = layer.get_weights()[0]  # shape (units before, units)
        for left in heights[at]:
            for right in heights[at + 1]:
                plt.plot([at, at + 1], [left, right], color="tab:gray")
        plt.text(at + 0.5, top + 0.1, f"{weights.size} weights", ha="center")
    for at, height in enumerate(heights):
        plt.scatter([at] * len(height), height, color="tab:blue")
        words = f"{len(height)} {'units' if at else 'inputs'}"
        plt.text(at, -top - 0.2, words, ha="center")
    plt.xlim(-0.4, len(sizes) - 0.6)
    plt.ylim(-top - 0.5, top + 0.5)
    plt.axis("off")


def draw_graph(operations):
    """Draw operations of a TensorFlow graph from top to bottom, joined by arrows, each with the shape of its result.

    They come in the order in which they run, as `graph.get_operations()` gives them; of those that aren't among them,
    no arrow is drawn. Variables that are read stand on the right, beside what uses them.
    """
    import matplotlib.pyplot as plt

    row, column = {}, {}
    for op in operations:
        above = [row[tensor.op] for tensor in op.inputs if tensor.op in row]
        row[op] = 1 + max(above, default=-1)
        column[op] = 0
    for op in operations:
        for tensor in op.inputs:
            if tensor.op.type == "ReadVariableOp":
                row[tensor.op], column[tensor.op] = row[op], 1

    for op in operations:
        x, y = column[op], -row[op]
        words = f"{op.type} {op.outputs[0].shape}"
        plt.text(x, y, words, ha="center", va="center")
        for tensor in op.inputs:
            if tensor.op in row:
                at = np.array([column[tensor.op], -row[tensor.op]])
                way = np.array([x, y]) - at
                start, end = at + 0.35 * way, at + 0.67 * way  # between the words
                plt.annotate("", end, start, arrowprops={"arrowstyle": "->"})
    plt.xlim(-0.5, 1.5)
    plt.ylim(-max(row.values()) - 0.5, 0.5)
    plt.axis("off")
    plt.show()


# ---- training


def draw_map(loss, across=(-2, 3.5), up=(-1.5, 1.2), lowest=(2.0, -0.4)):
    """Draw a map of the `loss` of two weights, coloured by its logarithm. `loss(w)` takes them as shape (2,).

    The first weight runs `across` and the second `up`; the dot is at the weights that made the data.
    """
    import matplotlib.pyplot as plt

    firsts, seconds = np.linspace(*across, 60), np.linspace(*up, 60)
    heights = [[loss(np.array([w1, w2])) for w1 in firsts] for w2 in seconds]
    plt.contourf(firsts, seconds, np.log10(heights), levels=8)
    plt.scatter(*np.reshape(lowest, (2, 1)), c="black", label="lowest")
    plt.xlim(*across)
    plt.ylim(*up)
    plt.xlabel("w1")
    plt.ylabel("w2")


def draw_race(losses, step):
    """Draw how losses fell up to `step`, as means of ten steps, and go on. `losses` are lists of floats, by name."""
    import matplotlib.pyplot as plt

    plt.clf()
    for name, values in losses.items():
        tens = np.reshape(values, (-1, 10)).mean(axis=1)
        plt.plot(np.arange(10, step + 1, 10), tens, label=name)
    plt.title(f"Step {step}")
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.legend()
    plt.pause(0.01)


# ---- pictures


def side_by_side(pictures, per_row):
    """Return one picture of many, each with a frame, `per_row` of them beside each other.

    They are arrays of the same shape (rows, columns), as many as fill the last row.
    """
    framed = [np.pad(picture, 1) for picture in pictures]
    rows = range(0, len(framed), per_row)
    return np.vstack([np.hstack(framed[i : i + per_row]) for i in rows])


def show_mistakes(net, pictures, labels):
    """Say how many `pictures` a network gets wrong, and show up to eight of them.

    The pictures have shape (pictures, rows, columns, 1), and the labels, numbers of classes, (pictures,).
    """
    import matplotlib.pyplot as plt

    said = net.predict(pictures, verbose=0).argmax(axis=1)
    wrong = np.flatnonzero(said != labels)
    print(f"{len(wrong)} of {len(labels)} are wrong")
    if not len(wrong):
        return
    for start in (0, 4):
        for i in wrong[start : start + 4]:
            print(f"a {labels[i]}, it said {said[i]}", end="   ")
        print()
    shown = list(pictures[wrong[:8], :, :, 0])
    blank = [np.zeros_like(shown[0])] * (-len(shown) % 4)
    plt.imshow(side_by_side(shown + blank, per_row=4), cmap="gray")
    plt.title("mistakes, in that order")
    plt.show()


def show_weights(net):
    """Show the weights of a network's first layer, of up to twelve units or filters, as pictures.

    It has to be a convolution, or a Dense layer whose inputs are the pixels of a square picture.
    """
    import matplotlib.pyplot as plt

    kernel = next(weights for weights in net.get_weights() if weights.ndim > 1)
    size = round(len(kernel) ** 0.5)
    if kernel.ndim == 4:  # a convolution: (rows, columns, channels, filters)
        tiles = kernel[:, :, 0].transpose(2, 0, 1)
    elif kernel.ndim == 2 and len(kernel) == size**2:  # Dense: (pixels, units)
        tiles = kernel.T.reshape(-1, size, size)
    else:
        print("The first layer's weights make no pictures.")
        return
    tiles = list(tiles[:12])
    tiles += [tiles[0] * 0] * (12 - len(tiles))
    plt.imshow(side_by_side(tiles, per_row=6))
    plt.title("weights of the first layer")
    plt.show()
